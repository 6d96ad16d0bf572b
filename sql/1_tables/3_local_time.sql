-- The one place where a time changes its zone: a UTC timestamp in, the clock on the wall in
-- {{ zone | literal }} out. ICU gives the same answer for every instant, but takes ten times
-- as long; so the years 2020 to 2039 are spelled out, from `zone_offsets`, and ICU is asked
-- for the rest.
create macro local_time(utc) as
    case
        when utc < timestamp '2020-01-01'
            then (utc at time zone 'UTC') at time zone {{ zone | literal }}
        {% for stretch in offsets %}
        when utc < timestamp {{ stretch.ends_utc | literal }}
            then utc + to_seconds({{ stretch.offset_seconds | number }})
        {% endfor %}
        else (utc at time zone 'UTC') at time zone {{ zone | literal }}
    end;

-- From one instant to the next in minutes, exact to a ten-thousandth.
create macro minutes_between(since, until) as
    cast((epoch_us(until) - epoch_us(since)) / 60000000 as decimal(12, 4));

comment on macro local_time is 'A UTC timestamp as the clock in the zone of this warehouse shows it.';
comment on macro minutes_between is 'Minutes from one timestamp to another, decimal.';
