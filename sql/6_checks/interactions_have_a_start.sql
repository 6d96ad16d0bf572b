-- Interactions without a start belong to no month: reports call it Unknown.
-- severity: warning
select
    processed_files.file_name,
    count(*) as interactions_without_start
from core.interactions
left join ops.processed_files
    on
        interactions.valid_from_month = processed_files.month
        and processed_files.table_name = 'interactions'
where interactions.interaction_start_utc is null
group by processed_files.file_name
order by processed_files.file_name
