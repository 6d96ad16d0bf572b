-- Business rules: macros that the views share.

-- The month (YYYYMM) as of which every view shows the warehouse: the last one, unless the session
-- has run `set variable as_of_month = 202502`.
create or replace macro as_of_month() as
coalesce(cast(getvariable('as_of_month') as integer), 999912);

-- Whether a version was current after a month. The valid_to_month of a current version is null.
create or replace macro is_valid_in(month, valid_from_month, valid_to_month) as
month >= valid_from_month and month < coalesce(valid_to_month, 999999);

-- The minutes between two times, to four decimal places.
create or replace macro minutes_between(since, until) as
cast((epoch_us(until) - epoch_us(since)) / 60000000 as decimal(12, 4));

-- A ratio or an average, rounded as a decimal. The double nearest to 2.925 is smaller and would be
-- rounded to 2.92.
create or replace macro rounded(value, digits) as
cast(round(cast(value as decimal(18, 8)), digits) as double);

-- The relative change from an earlier value: 0.1 is 10 % more; null if the earlier value is 0.
create or replace macro growth(value_now, value_before) as
rounded(value_now / nullif(value_before, 0) - 1, 4);

-- Whether a channel is that of a call; the only definition. Channels are in lower case.
create or replace macro is_call_channel(channel) as coalesce(channel in ('phone'), false);

-- Whether a call was abandoned: no agent took it.
create or replace macro is_abandoned(is_call, agent_id) as is_call and agent_id is null;

-- The minimum number of calls for a ranking; averages of fewer are mostly chance.
create or replace macro minimum_calls() as 5;

-- Whether neither the resolution nor the end is before the start. Missing times are ignored,
-- because `least` skips nulls.
create or replace macro times_are_in_order(started, resolved, ended) as
coalesce(least(resolved, ended) >= started, true);

-- Whether a text is a placeholder that systems and spreadsheets write for an empty cell, in names,
-- references and channels. `Null` is also a surname and is not one.
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

-- Whether a name is missing: empty or a placeholder.
create or replace macro is_missing_name(name) as name is null or is_placeholder(name);

-- A key without the parts that systems and spreadsheets change: case, leading zeros, a `.0` at the
-- end, and the last three characters of an 18-character id, which other exports write with 15.
create or replace macro normalized_key(key) as
lower(
    ltrim(
        regexp_replace(
            case when length(key) = 18 then left(key, 15) else key end, '\.0+$', ''
        ),
        '0'
    )
);

-- The maximum duration of an interaction in microseconds: 12 hours for a call, otherwise 28 days.
create or replace macro maximum_microseconds(is_call) as
case when is_call then 43200000000 else 2419200000000 end;

-- Whether the resolution or the end is later than the maximum duration allows.
create or replace macro times_are_too_far_apart(is_call, started, resolved, ended) as
coalesce(epoch_us(resolved) - epoch_us(started) > maximum_microseconds(is_call), false)
or coalesce(epoch_us(ended) - epoch_us(started) > maximum_microseconds(is_call), false);

-- Whether times are neither out of order nor too far apart, so that durations can be computed. This
-- combines `times_are_in_order` and `times_are_too_far_apart` in one comparison per time.
create or replace macro times_are_plausible(is_call, started, resolved, ended) as
coalesce(epoch_us(resolved) - epoch_us(started) between 0 and maximum_microseconds(is_call), true)
and coalesce(epoch_us(ended) - epoch_us(started) between 0 and maximum_microseconds(is_call), true);

-- Whether an interaction exceeds the maximum duration, by its times or its call duration.
create or replace macro is_impossible_duration(is_call, call_minutes, started, resolved, ended) as
times_are_too_far_apart(is_call, started, resolved, ended)
or coalesce(is_call and call_minutes > 720, false);

-- Whether a local time is in business hours. `settings.open_hours` has one character per quarter of
-- an hour, 1 if the contact center is open. The default is Monday to Friday, 9:00 to 17:00. Null
-- without a time.
create or replace macro is_business_hour(weekday, hour_of_day, minute_of_hour, open_quarters) as
case
    when open_quarters is null then weekday <= 5 and hour_of_day >= 9 and hour_of_day < 17
    else substr(open_quarters, 1 + 4 * hour_of_day + minute_of_hour // 15, 1) = '1'
end;

-- Whether a rating is on the scale of 1 to 5. Other ratings are kept and excluded from averages.
create or replace macro is_on_the_scale(rating) as rating >= 1 and rating <= 5;

-- A rating, or null if it is not on the scale.
create or replace macro rating_in_scale(rating) as
case when is_on_the_scale(rating) then rating end;

-- Whether the duration of a call differs from its start and end by at most a minute.
create or replace macro durations_agree(call_minutes, started, ended) as
abs(call_minutes - minutes_between(started, ended)) <= 1;
