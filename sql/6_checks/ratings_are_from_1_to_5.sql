-- Ratings outside the scale are kept as they came.
-- severity: warning
select
    processed_files.file_name,
    count(*) as ratings_outside_1_to_5,
    min(interactions.interaction_id) as example_id
from core.interactions
left join ops.processed_files
    on
        interactions.valid_from_month = processed_files.month
        and processed_files.table_name = 'interactions'
where not is_on_the_scale(interactions.satisfaction_rating)
group by processed_files.file_name
order by processed_files.file_name
