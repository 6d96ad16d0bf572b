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

-- A name that is none: empty, or what a system writes for that. Null is a family's name, too.
create or replace macro is_no_name(name) as
name is null or name in ('NULL', 'N/A', '#N/A', '-', '--', '?');

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

-- The US federal holiday that a day is by its date (5 U.S.C. 6103); null on any other.
create or replace macro holiday_by_date(day_) as
case
    when month(day_) = 1 and day(day_) = 1 then 'New Year''s Day'
    when month(day_) = 1 and isodow(day_) = 1 and day(day_) between 15 and 21
        then 'Birthday of Martin Luther King, Jr.'
    when month(day_) = 2 and isodow(day_) = 1 and day(day_) between 15 and 21
        then 'Washington''s Birthday'
    when month(day_) = 5 and isodow(day_) = 1 and day(day_) >= 25 then 'Memorial Day'
    when month(day_) = 6 and day(day_) = 19 and year(day_) >= 2021
        then 'Juneteenth National Independence Day'
    when month(day_) = 7 and day(day_) = 4 then 'Independence Day'
    when month(day_) = 9 and isodow(day_) = 1 and day(day_) <= 7 then 'Labor Day'
    when month(day_) = 10 and isodow(day_) = 1 and day(day_) between 8 and 14
        then 'Columbus Day'
    when month(day_) = 11 and day(day_) = 11 then 'Veterans Day'
    when month(day_) = 11 and isodow(day_) = 4 and day(day_) between 22 and 28
        then 'Thanksgiving Day'
    when month(day_) = 12 and day(day_) = 25 then 'Christmas Day'
end;

-- The one that is observed on a day: one on a Saturday is on the Friday before, one on a Sunday on
-- the Monday after (5 U.S.C. 6103(b), Executive Order 11582).
create or replace macro federal_holiday(day_) as
case
    when isodow(day_) <= 5
        then coalesce(
            holiday_by_date(day_),
            holiday_by_date(day_ + case isodow(day_) when 5 then 1 when 1 then -1 else 0 end)
        )
end;

-- Whether a federal holiday is a business day. Business hours go by weekday and hour alone.
create or replace macro holidays_are_business_days() as false;

create or replace macro is_business_day(weekday, holiday) as
weekday <= 5 and (holidays_are_business_days() or holiday is null);
