-- What the views go by, decided once.

-- The month (YYYYMM) as of which every view shows the warehouse: the last one, unless a session
-- says otherwise with `set variable as_of_month = 202502`.
create or replace macro as_of_month() as
coalesce(cast(getvariable('as_of_month') as integer), 999912);

-- Whether a version was current after a month; one that nothing has replaced has no valid_to_month.
create or replace macro is_valid_in(month, valid_from_month, valid_to_month) as
month >= valid_from_month and month < coalesce(valid_to_month, 999999);

-- From one instant to the next in minutes, exact to a ten-thousandth.
create or replace macro minutes_between(since, until) as
cast((epoch_us(until) - epoch_us(since)) / 60000000 as decimal(12, 4));

-- A ratio or an average to so many digits. As a decimal: the double beside 2.925 is less, and
-- would become 2.92.
create or replace macro rounded(value, digits) as
cast(round(cast(value as decimal(18, 8)), digits) as double);

-- By what share something grew: 0.1 is a tenth more; null where there was nothing.
create or replace macro growth(value_now, value_before) as
rounded(value_now / nullif(value_before, 0) - 1, 4);

-- What a call is, decided here and nowhere else. Channels are in lower case.
create or replace macro is_call_channel(channel) as coalesce(channel in ('phone'), false);

-- A call that no agent took.
create or replace macro is_abandoned(is_call, agent_id) as is_call and agent_id is null;

-- How many calls an average needs to be ranked: with fewer it is mostly chance.
create or replace macro minimum_calls() as 5;

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
create or replace macro is_missing_name(name) as name is null or is_placeholder(name);

-- A key without what systems and spreadsheets change about it: its case, zeros before it, a `.0`
-- behind it, and the last three of the 18 characters that an id of 15 has in another export.
create or replace macro normalized_key(key) as
lower(
    ltrim(
        regexp_replace(
            case when length(key) = 18 then left(key, 15) else key end, '\.0+$', ''
        ),
        '0'
    )
);

-- How long an interaction can last, in microseconds: a call twelve hours, anything else 28 days.
create or replace macro maximum_microseconds(is_call) as
case when is_call then 43200000000 else 2419200000000 end;

create or replace macro times_are_too_far_apart(is_call, started, resolved, ended) as
coalesce(epoch_us(resolved) - epoch_us(started) > maximum_microseconds(is_call), false)
or coalesce(epoch_us(ended) - epoch_us(started) > maximum_microseconds(is_call), false);

-- Neither out of order nor too far apart: such times give minutes. The same as the two above, in
-- one comparison of each time.
create or replace macro times_are_plausible(is_call, started, resolved, ended) as
coalesce(epoch_us(resolved) - epoch_us(started) between 0 and maximum_microseconds(is_call), true)
and coalesce(epoch_us(ended) - epoch_us(started) between 0 and maximum_microseconds(is_call), true);

-- Longer than can be, by its times or by the minutes of its call.
create or replace macro is_impossible_length(is_call, call_minutes, started, resolved, ended) as
times_are_too_far_apart(is_call, started, resolved, ended)
or coalesce(is_call and call_minutes > 720, false);

-- As `settings.open_hours` says, a character per quarter of an hour, 1 where the contact center is
-- open; where it says nothing, Monday to Friday, from 9:00 until just before 17:00. Null without a
-- time.
create or replace macro is_business_hour(weekday, hour_of_day, minute_of_hour, open_quarters) as
case
    when open_quarters is null then weekday <= 5 and hour_of_day >= 9 and hour_of_day < 17
    else substr(open_quarters, 1 + 4 * hour_of_day + minute_of_hour // 15, 1) = '1'
end;

-- A rating on the scale, 1 to 5; one outside of it is kept as it came, and no part of an average.
create or replace macro is_on_the_scale(rating) as rating >= 1 and rating <= 5;

create or replace macro rating_in_scale(rating) as
case when is_on_the_scale(rating) then rating end;

-- A call's duration and its start and end say the same, give or take a minute.
create or replace macro durations_agree(call_minutes, started, ended) as
abs(call_minutes - minutes_between(started, ended)) <= 1;
