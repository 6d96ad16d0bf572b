-- Macros for US federal holidays and business days.

-- The US federal holiday on a date (5 U.S.C. 6103), or null.
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

-- The US federal holiday that is observed on a day, or null. A holiday on a Saturday is observed on
-- the Friday before, one on a Sunday on the Monday after (5 U.S.C. 6103(b), Executive Order 11582).
create or replace macro federal_holiday(day_) as
case
    when isodow(day_) <= 5
        then coalesce(
            holiday_by_date(day_),
            holiday_by_date(day_ + case isodow(day_) when 5 then 1 when 1 then -1 else 0 end)
        )
end;

-- Whether federal holidays are business days. Business hours depend only on weekday and hour.
create or replace macro holidays_are_business_days() as false;

-- Whether a day is a business day, by its weekday and holiday.
create or replace macro is_business_day(weekday, holiday) as
weekday <= 5 and (holidays_are_business_days() or holiday is null);
