-- Ratings outside the scale are kept as they came, and are no part of an average.
select
    files.file_name,
    'ratings are not from 1 to 5, and are no part of an average' as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    '' as advice
from core.interactions
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    not is_on_the_scale(interactions.satisfaction_rating)
    and interactions.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
