-- One row per day of the calendar, also those without interactions: what started on it.
with
counted as (
    select
        cast(interaction_start_local as date) as date,
        count(*) as total_interactions,
        count(*) filter (where is_call) as total_calls,
        sum(call_duration_minutes) filter (where is_call) as call_minutes
    from fact_interactions
    group by date
)

select
    dates.date,
    dates.month,
    dates.weekday,
    dates.federal_holiday,
    dates.is_business_day,
    coalesce(counted.total_interactions, 0) as total_interactions,
    coalesce(counted.total_calls, 0) as total_calls,
    cast(coalesce(counted.call_minutes, 0) as double) as total_call_duration
from dim_dates as dates
left join counted
    on dates.date = counted.date
order by dates.date
