-- Calls longer than twelve hours and other interactions longer than 28 days. Interactions too long
-- for a call are selected first, because they are few.
with
long as (
    select
        interactions.interaction_id || ' from ' || interactions.interaction_start_utc as example,
        interactions.valid_from_month,
        is_call_channel(interactions.channel) as is_call,
        case
            when is_impossible_duration(
                is_call_channel(interactions.channel),
                interactions.call_duration_minutes,
                interactions.interaction_start_utc,
                interactions.agent_resolution_timestamp_utc,
                interactions.interaction_end_utc
            ) then 1
            else 0
        end as impossible
    from core.interactions as interactions
    where
        interactions.rowid in (
            select found.rowid
            from core.interactions as found
            where
                (
                    epoch_us(found.interaction_end_utc) - epoch_us(found.interaction_start_utc)
                    > maximum_microseconds(true)
                    or epoch_us(found.agent_resolution_timestamp_utc)
                    - epoch_us(found.interaction_start_utc) > maximum_microseconds(true)
                    or found.call_duration_minutes > 720
                )
                and found.valid_from_month >= $first_month
        )
)

select
    files.file_name,
    case
        when long.is_call
            then counted(
                cast(sum(long.impossible) as bigint),
                'call lasts more than 12 hours',
                'calls last more than 12 hours'
            )
        else counted(
            cast(sum(long.impossible) as bigint),
            'interaction lasts more than 28 days',
            'interactions last more than 28 days'
        )
    end as what,
    cast(sum(long.impossible) as bigint) as occurrences,
    min(long.example) filter (where long.impossible = 1) as example,
    'Is an end or a resolution on a wrong day, or a duration in another unit?' as advice
from long
left join ops.processed_files as files
    on
        long.valid_from_month = files.month
        and files.table_name = 'interactions'
group by files.file_name, long.is_call
having sum(long.impossible) > 0
order by files.file_name asc, long.is_call desc
