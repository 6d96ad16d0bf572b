-- One row per loaded month except the first, with the month that was loaded before it.
with
months as (
    select distinct month
    from processed_files
)

select
    month as changed_in_month,
    lag(month) over (order by month) as month_before
from months
qualify month_before is not null
