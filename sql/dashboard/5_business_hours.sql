-- Interactions per local weekday and hour, the empty hours among them.
with
hours as (
    select
        cast(week.weekday as integer) as weekday,
        cast(clock.start_hour as integer) as start_hour
    from unnest(generate_series(1, 7)) as week (weekday)
    cross join unnest(generate_series(0, 23)) as clock (start_hour)
)

select
    hours.weekday,
    list_value('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[hours.weekday] as day,
    hours.start_hour as hour,
    coalesce(counted.total_interactions, 0) as interactions,
    case
        when is_business_hour(hours.weekday, hours.start_hour) then 'inside'
        else 'outside'
    end as business_hours
from hours
left join interactions_by_weekday_and_hour as counted
    on
        hours.weekday = counted.weekday
        and hours.start_hour = counted.start_hour
order by hours.weekday, hours.start_hour
