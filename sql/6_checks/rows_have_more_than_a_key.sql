-- Rows that have a key but no time, channel, contact center or category: probably a total or a
-- footer in a language that the staging rules do not recognize.
select
    files.file_name,
    counted(
        count(*),
        'row has a key but no time, channel, contact center or category',
        'rows have a key but no time, channel, contact center or category'
    ) as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    'Remove totals and footers from the file.' as advice
from core.interactions
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    interactions.interaction_start_utc is null
    and interactions.timestamp_utc is null
    and interactions.channel is null
    and interactions.contact_center_id is null
    and interactions.category_id is null
    and interactions.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
