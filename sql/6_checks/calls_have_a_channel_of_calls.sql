-- Only a call has minutes of a call. What a call is says `is_call_channel` in `4_core/rules.sql`.
-- severity: warning
select
    files.file_name,
    'interactions have call minutes, and a channel that is no call' as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' by ' || coalesce(interactions.channel, 'no channel'),
        interactions.interaction_id
    ) as example,
    'if it is a call, add the channel to is_call_channel in sql/4_core/rules.sql' as advice
from core.interactions
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    interactions.call_duration_minutes > 0
    and not is_call_channel(interactions.channel)
    and interactions.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
