-- Ratings outside the scale are kept as they are in the file, and excluded from averages.
select
    files.file_name,
    counted(count(*), 'rating is not from 1 to 5', 'ratings are not from 1 to 5') as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    'Averages exclude such ratings.' as advice
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
