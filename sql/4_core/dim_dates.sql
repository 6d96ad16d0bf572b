-- One row per day from the first month with interactions to the end of the year of the last one:
-- also the days without any.
with
span as (
    select
        min(month_start) as first_day,
        make_date(year(max(month_start)), 12, 31) as last_day
    from fact_interactions
),

days as (
    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as date
    from span
),

named as (
    select
        date,
        cast(isodow(date) as integer) as weekday,
        federal_holiday(date) as federal_holiday
    from days
)

select
    date,
    year(date) as year,
    year(date) || '-Q' || quarter(date) as quarter,
    strftime(date, '%Y-%m') as month,
    strftime(date, '%G-W%V') as iso_week,
    weekday,
    federal_holiday is not null as is_federal_holiday,
    federal_holiday,
    is_business_day(weekday, federal_holiday) as is_business_day
from named
order by date
