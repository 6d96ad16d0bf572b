-- Channels that are placeholders for an empty cell, such as `nan`; see `is_placeholder` in
-- `4_core/rules.sql`.
with
channels as materialized (
    select
        channel,
        valid_from_month,
        count(*) as interactions
    from core.interactions
    where valid_from_month >= $first_month
    group by channel, valid_from_month
)

select
    files.file_name,
    counted(
        cast(sum(channels.interactions) as bigint),
        'interaction has a placeholder instead of a channel',
        'interactions have a placeholder instead of a channel'
    ) as what,
    cast(sum(channels.interactions) as bigint) as occurrences,
    min(channels.channel) as example,
    'Export such cells as empty.' as advice
from channels
left join ops.processed_files as files
    on
        channels.valid_from_month = files.month
        and files.table_name = 'interactions'
where is_placeholder(channels.channel)
group by files.file_name
order by files.file_name
