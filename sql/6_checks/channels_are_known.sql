-- Channels that no earlier file has: a new channel, or a synonym of an existing one.
with
channels as (
    select
        channel,
        min(valid_from_month) as first_month,
        count(*) as interactions
    from core.interactions
    where channel is not null
    group by channel
),

replaced as (
    select
        channel,
        min(valid_from_month) as first_month
    from history.interactions
    group by channel
)

select
    files.file_name,
    counted(
        cast(sum(channels.interactions) as bigint),
        'interaction has a new channel value',
        'interactions have a new channel value'
    ) as what,
    cast(sum(channels.interactions) as bigint) as occurrences,
    string_agg(channels.channel, ', ' order by channels.channel) as example,
    'Is it a synonym of an existing channel? If it is a call, add it to is_call_channel in '
    || 'sql/4_core/rules.sql.' as advice
from channels
left join replaced
    on
        channels.channel = replaced.channel
        and channels.first_month > replaced.first_month
inner join ops.processed_files as files
    on
        channels.first_month = files.month
        and files.table_name = 'interactions'
where
    replaced.channel is null
    and not is_placeholder(channels.channel)
    and files.month >= $first_month
    and files.month > (select min(first.month) from ops.processed_files as first)
group by files.file_name
order by files.file_name
