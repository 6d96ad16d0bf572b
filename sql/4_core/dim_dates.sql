-- One row per day from the first month of `dim_months` to the end of the year of the last one: also
-- the days without interactions.
with
span as (
    select
        min(month_start) as first_day,
        make_date(year(max(month_start)), 12, 31) as last_day
    from dim_months
),

days as (
    select unnest(generate_series(first_day, last_day, interval 1 day)) as midnight
    from span
),

named as (
    select
        cast(midnight as date) as date,
        weekday_of(midnight) as weekday,
        federal_holiday(cast(midnight as date)) as federal_holiday
    from days
)

select
    date,
    year(date) as year,
    year(date) || '-Q' || quarter(date) as quarter,
    strftime(date, '%Y-%m') as month,
    iso_week(date) as iso_week,
    weekday,
    federal_holiday is not null as is_federal_holiday,
    federal_holiday,
    is_business_day(weekday, federal_holiday) as is_business_day
from named
order by date
