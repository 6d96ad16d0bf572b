-- One row per month of `dim_months`, with the earlier months that it may be compared with and the
-- business days of each. Null if either month is missing or incomplete.
with
months as materialized (
    select
        month_start,
        month,
        previous_month,
        same_month_last_year,
        count(*) filter (where is_business_day) as business_days
    from dim_dates
    where is_loaded_month
    group by month_start, month, previous_month, same_month_last_year
)

select
    months.month_start,
    months.month,
    months.business_days,
    months.previous_month,
    before.business_days as month_before_business_days,
    months.same_month_last_year,
    year_before.business_days as year_before_business_days
from months
left join months as before
    on months.previous_month = before.month_start
left join months as year_before
    on months.same_month_last_year = year_before.month_start
order by months.month_start
