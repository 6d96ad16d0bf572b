-- The minutes of a call and its start and end say the same, give or take a minute. A few calls that
-- disagree are noise; two or more, and one call in ten of the file, are another unit or clock.
-- severity: warning
with
calls as (
    select
        valid_from_month,
        interaction_id,
        call_duration_minutes / nullif(
            minutes_between(interaction_start_utc, interaction_end_utc), 0
        ) as ratio,
        durations_agree(
            call_duration_minutes, interaction_start_utc, interaction_end_utc
        ) as is_agreed
    from core.interactions
    where
        is_call_channel(channel)
        and call_duration_minutes > 0
        and times_are_in_order(
            interaction_start_utc, agent_resolution_timestamp_utc, interaction_end_utc
        )
        and valid_from_month >= $first_month
),

counted as (
    select
        valid_from_month,
        count(*) as calls,
        count(*) filter (where not is_agreed) as occurrences,
        min(interaction_id) filter (where not is_agreed) as example,
        count(*) filter (where not is_agreed and ratio between 55 and 65) as in_seconds,
        count(*) filter (where not is_agreed and ratio between 1 / 65 and 1 / 55) as in_hours
    from calls
    group by valid_from_month
)

select
    files.file_name,
    'calls have a duration that disagrees with their start and end' as what,
    counted.occurrences,
    counted.example,
    case
        when counted.in_seconds > counted.occurrences / 2
            then 'they seem to be in seconds, not minutes'
        when counted.in_hours > counted.occurrences / 2
            then 'they seem to be in hours, not minutes'
        else 'are they in minutes?'
    end as advice
from counted
inner join ops.processed_files as files
    on
        counted.valid_from_month = files.month
        and files.table_name = 'interactions'
where counted.occurrences >= 2 and counted.occurrences > counted.calls / 10
order by files.file_name
