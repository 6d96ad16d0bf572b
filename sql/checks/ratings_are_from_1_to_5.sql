-- Ratings outside the scale are kept as they came.
-- severity: warning
select
    processed_files.file_name,
    count(*) as ratings_outside_1_to_5,
    min(fact_interactions.interaction_id) as such_as
from fact_interactions
left join ops.processed_files
    on
        fact_interactions.valid_from_month = processed_files.month
        and processed_files.table_name = 'interactions'
where fact_interactions.satisfaction_rating < 1 or fact_interactions.satisfaction_rating > 5
group by processed_files.file_name
order by processed_files.file_name
