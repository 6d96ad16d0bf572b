-- A channel is not what a system writes where there is none, see `is_placeholder`.
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
    'interactions have a placeholder for a channel' as what,
    cast(sum(channels.interactions) as bigint) as occurrences,
    min(channels.channel) as example,
    'have such cells exported empty' as advice
from channels
left join ops.processed_files as files
    on
        channels.valid_from_month = files.month
        and files.table_name = 'interactions'
where is_placeholder(channels.channel)
group by files.file_name
order by files.file_name
