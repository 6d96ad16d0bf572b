-- One row per local weekday and hour of the start, for a heat map. There are two rows for an hour
-- in which only some contact centers have business hours. Interactions outside the months of
-- `dim_months` are excluded.
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
