-- The only place that converts between time zones. ICU, the time zone library inside DuckDB, takes
-- ten times as long as a comparison. So the offsets of the years 2024 to 2031 are written out, from
-- `zone_offsets.sql`, and ICU is called only for other years.

-- The number of minutes by which local time in {{ zone | literal }} is ahead of a UTC timestamp.
create or replace macro utc_offset(utc) as
cast(
    case
        when utc < timestamp '2024-01-01'
            then date_diff(
                'minute', utc, (utc at time zone 'UTC') at time zone {{ zone | literal }}
            )
        {% for stretch in offsets %}
        when utc < timestamp {{ stretch.ends_utc | literal }} then {{ stretch.offset_minutes | number }}
        {% endfor %}
        else date_diff('minute', utc, (utc at time zone 'UTC') at time zone {{ zone | literal }})
    end as smallint
);

-- A UTC timestamp in local time.
create or replace macro local_time(utc) as utc + to_minutes(utc_offset(utc));
