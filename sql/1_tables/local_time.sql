-- The one place where a time changes its zone. ICU knows every zone, but takes ten times as long
-- as a comparison; so the years 2024 to 2031 are spelled out, from `zone_offsets`, and ICU is
-- asked for the rest.

-- A UTC timestamp in; out, how many minutes the clock in {{ zone | literal }} is then ahead of it.
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

-- A UTC timestamp as that clock shows it.
create or replace macro local_time(utc) as utc + to_minutes(utc_offset(utc));
