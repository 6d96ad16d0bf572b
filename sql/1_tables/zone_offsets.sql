-- One row per period, 2024 to 2031, in which the time zone has one offset from UTC: the end of the
-- period, and the number of minutes by which the zone is ahead. ICU, the time zone library inside
-- DuckDB, computes it once per new warehouse; `local_time.sql` contains the result. Zones change
-- their offset on a quarter of an hour.
with
days as (
    select unnest(generate_series(
        timestamp '2024-01-01', timestamp '2031-12-31', interval 1 day
    )) as instant
),

changing_days as (
    select instant
    from days
    where
        (instant at time zone 'UTC') at time zone {{ zone | literal }} - instant
        <> ((instant + interval 1 day) at time zone 'UTC') at time zone {{ zone | literal }}
        - (instant + interval 1 day)
),

quarters as (
    select
        unnest(generate_series(
            instant + interval 15 minute, instant + interval 1 day, interval 15 minute
        )) as instant
    from changing_days
),

starts as (
    select timestamp '2024-01-01' as starts_utc
    union all
    select instant as starts_utc
    from quarters
    where
        (instant at time zone 'UTC') at time zone {{ zone | literal }} - instant
        <> ((instant - interval 15 minute) at time zone 'UTC') at time zone {{ zone | literal }}
        - (instant - interval 15 minute)
)

select
    coalesce(
        lead(starts_utc) over (order by starts_utc), timestamp '2032-01-01'
    )::varchar as ends_utc,
    date_diff(
        'minute', starts_utc, (starts_utc at time zone 'UTC') at time zone {{ zone | literal }}
    ) as offset_minutes
from starts
order by starts_utc
