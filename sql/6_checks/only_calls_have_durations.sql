-- Interactions with a call duration on a channel that is not a call. The macro `is_call_channel` in
-- `4_core/rules.sql` defines which channels are calls.
select
    files.file_name,
    counted(
        count(*),
        'interaction has a call duration but a non-call channel',
        'interactions have a call duration but a non-call channel'
    ) as what,
    count(*) as occurrences,
    array_to_string(
        list(
            distinct coalesce(interactions.channel, 'no channel')
            order by coalesce(interactions.channel, 'no channel')
        )[1:5],
        ', '
    ) as example,
    'If these are calls, add the channel to is_call_channel in sql/4_core/rules.sql.' as advice
from core.interactions
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    interactions.call_duration_minutes > 0
    and not is_call_channel(interactions.channel)
    and not is_placeholder(interactions.channel)
    and interactions.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
