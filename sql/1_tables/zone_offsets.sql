-- One row per stretch of time, 2024 to 2031, in which the zone keeps one offset from UTC: when it
-- ends, and by how many minutes the zone is ahead. Asked of ICU, the time zone library inside
-- DuckDB, once per new warehouse; `local_time` is made of the answer. Zones change their clocks
-- on the quarter of an hour.
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
