-- What the views go by, decided once.

-- The month (YYYYMM) as of which every view shows the warehouse: the last one, unless a session
-- says otherwise with `set variable as_of_month = 202502`.
create or replace macro as_of_month() as
coalesce(cast(getvariable('as_of_month') as integer), 999912);

-- Whether a version was current after a month; one that nothing has replaced has no valid_to_month.
create or replace macro is_valid_in(month, valid_from_month, valid_to_month) as
month >= valid_from_month and month < coalesce(valid_to_month, 999999);

-- 2025-01 for the first of January 2025; Unknown where there is no start and so no month.
create or replace macro month_name(month_start) as
coalesce(strftime(month_start, '%Y-%m'), 'Unknown');

-- The same for the month of a file, which is a number: 2025-01 for 202501.
create or replace macro month_of_file(month) as
left(cast(month as varchar), 4) || '-' || right(cast(month as varchar), 2);

-- From one instant to the next in minutes, exact to a ten-thousandth.
create or replace macro minutes_between(since, until) as
cast((epoch_us(until) - epoch_us(since)) / 60000000 as decimal(12, 4));

-- A ratio or an average to so many digits. As a decimal: the double beside 2.925 is less, and
-- would become 2.92.
create or replace macro rounded(value, digits) as
cast(round(cast(value as decimal(18, 8)), digits) as double);

-- The first day of the month of a file: 2025-01-01 for 202501.
create or replace macro first_day_of(month) as
make_date(cast(month // 100 as bigint), cast(month % 100 as bigint), 1);

-- What a call is, decided here and nowhere else. Channels are in lower case.
create or replace macro is_call_channel(channel) as coalesce(channel in ('phone'), false);

-- Neither the resolution nor the end is before the start; a time that is not known is not (`least`
-- passes over it).
create or replace macro times_are_in_order(started, resolved, ended) as
coalesce(least(resolved, ended) >= started, true);

-- What systems and spreadsheets write where there is nothing: in names, references and channels.
-- Null is a family's name, too.
create or replace macro is_placeholder(text) as
coalesce(
    text <> 'Null'
    and lower(text) in (
        'null', 'none', 'nil', 'nan', 'nat', 'n/a', 'undefined', 'tbd',
        '-', '--', '?', '<na>', '<null>', '[null]', '(null)', '(none)', '(blank)', '(empty)',
        '#n/a', '#ref!', '#name?', '#value!', '#null!', '#num!', '#div/0!'
    ),
    false
);

-- A name that is none: empty, or a placeholder.
create or replace macro is_no_name(name) as name is null or is_placeholder(name);

-- A key without what systems and spreadsheets change about it: its case, zeros before it, a `.0`
-- behind it, and the last three of the 18 characters that an id of 15 has in another export.
create or replace macro key_look(key) as
lower(
    ltrim(
        regexp_replace(
            case when length(key) = 18 then left(key, 15) else key end, '\.0+$', ''
        ),
        '0'
    )
);

-- How long an interaction can last, in microseconds: a call twelve hours, anything else 28 days.
create or replace macro longest_length(is_call) as
case when is_call then 43200000000 else 2419200000000 end;

create or replace macro times_are_too_far_apart(is_call, started, resolved, ended) as
coalesce(epoch_us(resolved) - epoch_us(started) > longest_length(is_call), false)
or coalesce(epoch_us(ended) - epoch_us(started) > longest_length(is_call), false);

-- Neither out of order nor too far apart: such times give minutes.
create or replace macro times_are_plausible(is_call, started, resolved, ended) as
times_are_in_order(started, resolved, ended)
and not times_are_too_far_apart(is_call, started, resolved, ended);

-- Longer than can be, by its times or by the minutes of its call.
create or replace macro is_impossible_length(is_call, call_minutes, started, resolved, ended) as
times_are_too_far_apart(is_call, started, resolved, ended)
or coalesce(is_call and call_minutes > 720, false);

-- 1 for a Monday, 7 for a Sunday.
create or replace macro weekday_of(local) as cast(isodow(local) as integer);

-- Monday to Friday, from 9:00 until just before 17:00; null without a time.
create or replace macro is_business_hour(weekday, hour_of_day) as
weekday <= 5 and hour_of_day >= 9 and hour_of_day < 17;

-- A rating on the scale, 1 to 5; one outside of it is kept as it came, and no part of an average.
create or replace macro is_on_the_scale(rating) as rating >= 1 and rating <= 5;

create or replace macro rating_in_scale(rating) as
case when is_on_the_scale(rating) then rating end;

-- A call's duration and its start and end say the same, give or take a minute.
create or replace macro durations_agree(call_minutes, started, ended) as
abs(call_minutes - minutes_between(started, ended)) <= 1;

-- 2025-W05: a week begins on a Monday, and is of the year of its Thursday (ISO 8601).
create or replace macro iso_week(day_) as
year(day_ + 4 - weekday_of(day_)) || '-W' || lpad(cast(week(day_) as varchar), 2, '0');
