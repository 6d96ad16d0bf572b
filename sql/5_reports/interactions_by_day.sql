-- One row per day of the loaded months, including days without interactions: the interactions that
-- started on it. Counts are null, not 0, on days that no loaded interactions cover.
with
counted as (
    select
        start_date as date,
        count(*) as total_interactions,
        count(*) filter (where is_call) as total_calls,
        sum(call_duration_minutes) filter (where is_call) as call_minutes
    from fact_interactions
    group by start_date
)

select
    dates.date,
    dates.month,
    dates.month_start,
    dates.weekday,
    dates.federal_holiday,
    dates.is_business_day,
    case
        when dates.date between months.first_day and months.last_day
            then coalesce(counted.total_interactions, 0)
        else counted.total_interactions
    end as total_interactions,
    case
        when dates.date between months.first_day and months.last_day
            then coalesce(counted.total_calls, 0)
        else counted.total_calls
    end as total_calls,
    cast(
        case
            when dates.date between months.first_day and months.last_day
                then coalesce(counted.call_minutes, 0)
            else counted.call_minutes
        end as double
    ) as total_call_duration
from dim_dates as dates
inner join dim_months as months
    on dates.month = months.month
left join counted
    on dates.date = counted.date
order by dates.date
