-- How months, weeks and fiscal years are named and found.

-- 2025-01 for the first of January 2025; Unknown where there is no start and so no month.
create or replace macro month_name(month_start) as
coalesce(strftime(month_start, '%Y-%m'), 'Unknown');

-- And back: the first of January 2025 for 2025-01, null for Unknown.
create or replace macro start_of_month(month) as try_cast(month || '-01' as date);

-- The same for the month of a file, which is a number: 2025-01 for 202501.
create or replace macro month_of_file(month) as
left(cast(month as varchar), 4) || '-' || right(cast(month as varchar), 2);

-- The first day of the month of a file: 2025-01-01 for 202501.
create or replace macro first_day_of(month) as
make_date(cast(month // 100 as bigint), cast(month % 100 as bigint), 1);

-- The month with which a fiscal year begins, and the year that a day is in. A fiscal year that does
-- not begin in January is called by the calendar year in which it ends, as that of the federal
-- government is (31 U.S.C. 1102).
create or replace macro first_fiscal_month() as 1;

create or replace macro fiscal_year(day_) as
year(day_)
+ case when first_fiscal_month() > 1 and month(day_) >= first_fiscal_month() then 1 else 0 end;

create or replace macro fiscal_quarter(day_) as
fiscal_year(day_) || '-Q'
|| cast(1 + (month(day_) + 12 - first_fiscal_month()) % 12 // 3 as integer);

-- 1 for a Monday, 7 for a Sunday.
create or replace macro weekday_of(local) as cast(isodow(local) as integer);

-- 2025-W05: a week begins on a Monday, and is of the year of its Thursday (ISO 8601).
create or replace macro iso_week(day_) as
year(day_ + 4 - weekday_of(day_)) || '-W' || lpad(cast(week(day_) as varchar), 2, '0');
