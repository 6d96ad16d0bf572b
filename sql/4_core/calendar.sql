-- Macros for months, weeks and fiscal years.

-- The name of a month: 2025-01 for 2025-01-01, Unknown for null.
create or replace macro month_name(month_start) as
coalesce(strftime(month_start, '%Y-%m'), 'Unknown');

-- The first day of a month by its name: 2025-01-01 for 2025-01, null for Unknown.
create or replace macro start_of_month(month) as try_cast(month || '-01' as date);

-- The name of the month of a file, which is a number: 2025-01 for 202501.
create or replace macro month_of_file(month) as
left(cast(month as varchar), 4) || '-' || right(cast(month as varchar), 2);

-- The first day of the month of a file: 2025-01-01 for 202501.
create or replace macro first_day_of(month) as
make_date(cast(month // 100 as bigint), cast(month % 100 as bigint), 1);

-- The month in which a fiscal year begins: 1 for January.
create or replace macro first_fiscal_month() as 1;

-- The fiscal year of a day. A fiscal year that does not begin in January is named after the
-- calendar year in which it ends, like that of the US government (31 U.S.C. 1102).
create or replace macro fiscal_year(day_) as
year(day_)
+ case when first_fiscal_month() > 1 and month(day_) >= first_fiscal_month() then 1 else 0 end;

-- The fiscal quarter of a day: 2025-Q1.
create or replace macro fiscal_quarter(day_) as
fiscal_year(day_) || '-Q'
|| cast(1 + (month(day_) + 12 - first_fiscal_month()) % 12 // 3 as integer);

-- The weekday of a day or local time: 1 for Monday, 7 for Sunday.
create or replace macro weekday_of(local) as cast(isodow(local) as integer);

-- The week of a day: 2025-W05. A week begins on Monday and belongs to the year of its Thursday (ISO
-- 8601).
create or replace macro iso_week(day_) as
year(day_ + 4 - weekday_of(day_)) || '-W' || lpad(cast(week(day_) as varchar), 2, '0');
