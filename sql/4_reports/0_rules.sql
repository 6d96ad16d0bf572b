-- What the reports go by, decided once.

-- 2025-01 for the first of January 2025; Unknown where there is no start and so no month.
create or replace macro month_name(month_start) as
coalesce(strftime(month_start, '%Y-%m'), 'Unknown');

-- The same for the month of a file, which is a number: 2025-01 for 202501.
create or replace macro month_of_file(month) as
left(cast(month as varchar), 4) || '-' || right(cast(month as varchar), 2);

-- 1 for a Monday, 7 for a Sunday. The first of January 1900 was a Monday.
create or replace macro weekday_of(local) as
cast(date_diff('day', date '1900-01-01', cast(local as date)) % 7 + 1 as integer);

-- Monday to Friday, from 9:00 until just before 17:00; null without a time.
create or replace macro is_business_hour(weekday, hour_of_day) as
weekday <= 5 and hour_of_day >= 9 and hour_of_day < 17;

-- A rating of the scale, 1 to 5; one outside of it is kept as it came, and no part of an average.
create or replace macro rating_in_scale(rating) as
case when rating >= 1 and rating <= 5 then rating end;

-- A call's duration and its start and end say the same, give or take a minute.
create or replace macro durations_agree(call_minutes, started, ended) as
abs(call_minutes - minutes_between(started, ended)) <= 1;
