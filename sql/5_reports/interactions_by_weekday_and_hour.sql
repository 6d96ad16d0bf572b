-- One row per local weekday and hour in which interactions of the months of `dim_months` started,
-- the data of a heat map; two where contact centers have other business hours than each other.
select
    weekday,
    start_hour,
    is_business_hours,
    count(*) as total_interactions,
    count(*) filter (where is_call) as total_calls,
    cast(
        coalesce(sum(call_duration_minutes) filter (where is_call), 0) as double
    ) as total_call_duration
from interactions_wide
where
    month_start in (
        select months.month_start
        from dim_months as months
    )
group by weekday, start_hour, is_business_hours
order by weekday, start_hour
