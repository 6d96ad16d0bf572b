-- One row per day from the first month of `dim_months` to the end of the year of the last one,
-- including days without interactions.
with
months as materialized (
    select *
    from dim_months
),

span as (
    select
        min(month_start) as first_day,
        make_date(year(max(month_start)), 12, 31) as last_day
    from months
),

days as (
    select cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as date
    from span
),

named as (
    select
        days.date,
        cast(date_trunc('month', days.date) as date) as month_start,
        weekday_of(days.date) as weekday,
        federal_holiday(days.date) as federal_holiday,
        holidays.name as own_holiday,
        holidays.is_business_day as is_own_business_day
    from days
    left join settings.holidays as holidays
        on days.date = holidays.date
)

select
    named.date,
    year(named.date) as year,
    year(named.date) || '-Q' || quarter(named.date) as quarter,
    month_name(named.month_start) as month,
    named.month_start,
    fiscal_year(named.date) as fiscal_year,
    fiscal_quarter(named.date) as fiscal_quarter,
    iso_week(named.date) as iso_week,
    named.weekday,
    named.federal_holiday is not null as is_federal_holiday,
    named.federal_holiday,
    coalesce(named.own_holiday, named.federal_holiday) as holiday,
    coalesce(
        named.is_own_business_day, is_business_day(named.weekday, named.federal_holiday)
    ) as is_business_day,
    months.month_start is not null as is_loaded_month,
    months.previous_month,
    months.same_month_last_year
from named
left join months
    on named.month_start = months.month_start
order by named.date
