-- Calls whose duration differs by more than a minute from the time between start and end. A few
-- such calls are noise. Two or more, and more than one call in ten of the file, indicate another
-- unit or clock.
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
    counted(
        count(*),
        'call has a duration that differs from its start and end',
        'calls have a duration that differs from their start and end'
    ) as what,
    count(*) as occurrences,
    min(interaction_id) as example,
    case
        when count(*) filter (where ratio between 55 and 65) > count(*) / 2
            then 'The durations seem to be in seconds instead of minutes.'
        when count(*) filter (where ratio between 1 / 65 and 1 / 55) > count(*) / 2
            then 'The durations seem to be in hours instead of minutes.'
        else 'Are the durations in minutes?'
    end as advice
from disagreeing
group by file_name
order by file_name
