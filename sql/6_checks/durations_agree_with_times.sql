-- The minutes of a call and its start and end say the same, give or take a minute. A few calls that
-- disagree are noise; two or more, and one call in ten of the file, are another unit or clock.
with
calls as (
    select
        rowid as row_number,
        valid_from_month,
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

suspects as (
    select valid_from_month
    from calls
    group by valid_from_month
    having
        count(*) filter (where not is_agreed) >= 2
        and count(*) filter (where not is_agreed) > count(*) / 10
),

disagreeing as (
    select
        files.file_name,
        interactions.interaction_id,
        interactions.call_duration_minutes / nullif(
            minutes_between(
                interactions.interaction_start_utc, interactions.interaction_end_utc
            ),
            0
        ) as ratio
    from suspects
    inner join ops.processed_files as files
        on
            suspects.valid_from_month = files.month
            and files.table_name = 'interactions'
    inner join calls
        on suspects.valid_from_month = calls.valid_from_month
    inner join core.interactions as interactions
        on calls.row_number = interactions.rowid
    where not calls.is_agreed
)

select
    file_name,
    'calls have a duration that disagrees with their start and end' as what,
    count(*) as occurrences,
    min(interaction_id) as example,
    case
        when count(*) filter (where ratio between 55 and 65) > count(*) / 2
            then 'they seem to be in seconds, not minutes'
        when count(*) filter (where ratio between 1 / 65 and 1 / 55) > count(*) / 2
            then 'they seem to be in hours, not minutes'
        else 'are they in minutes?'
    end as advice
from disagreeing
group by file_name
order by file_name
