-- Interactions without a start belong to no month.
select
    files.file_name,
    counted(count(*), 'interaction has no start', 'interactions have no start') as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    'Reports show the month Unknown.' as advice
from core.interactions
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    interactions.interaction_start_utc is null
    and interactions.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
