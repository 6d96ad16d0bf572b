-- A row with a key and nothing that says when, where and about what: a total or a footer in another
-- language, that English words for it did not give away.
select
    files.file_name,
    'interactions have no time, channel, center or category' as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    'is it a total, or a footer?' as advice
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
