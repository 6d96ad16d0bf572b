-- A channel that no earlier file has: a new one, or another word for an old one.
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
    'interactions have a channel that no earlier file has' as what,
    cast(sum(channels.interactions) as bigint) as occurrences,
    string_agg(channels.channel, ', ' order by channels.channel) as example,
    'is it another word for one that is known?' as advice
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
