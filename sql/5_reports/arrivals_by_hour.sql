-- One row per contact center, local weekday and hour, including hours without interactions: average
-- arrivals per day, over all days that the loaded interactions cover, and the workload of the
-- calls.
with
covered as materialized (
    select
        month_start,
        first_day,
        last_day
    from dim_months
    where has_interactions
),

counted as (
    select
        wide.contact_center_name,
        wide.weekday,
        wide.start_hour,
        count(*) as interactions,
        count(*) filter (where wide.is_call) as calls,
        avg(wide.handle_minutes) as handle_minutes,
        min(wide.start_date) as first_day,
        max(wide.start_date) as last_day
    from interactions_wide as wide
    inner join covered
        on
            wide.month_start = covered.month_start
            and wide.start_date between covered.first_day and covered.last_day
    group by wide.contact_center_name, wide.weekday, wide.start_hour
),

bounds as (
    select
        min(first_day) as first_day,
        max(last_day) as last_day
    from counted
),

days as (
    select
        dates.weekday,
        count(*) as number_of_days
    from dim_dates as dates
    inner join covered
        on dates.date between covered.first_day and covered.last_day
    inner join bounds
        on dates.date between bounds.first_day and bounds.last_day
    group by dates.weekday
),

centers as (
    select distinct contact_center_name
    from counted
),

hours as (
    select unnest(range(24)) as hour_of_day
)

select
    centers.contact_center_name,
    days.weekday,
    cast(hours.hour_of_day as integer) as start_hour,
    days.number_of_days,
    coalesce(counted.calls, 0) as calls,
    coalesce(counted.interactions, 0) / days.number_of_days as interactions_a_day,
    coalesce(counted.calls, 0) / days.number_of_days as calls_a_day,
    counted.handle_minutes,
    case
        when coalesce(counted.calls, 0) = 0 then cast(0 as double)
        else counted.calls / days.number_of_days * counted.handle_minutes / 60
    end as offered_load
from centers
cross join days
cross join hours
left join counted
    on
        centers.contact_center_name = counted.contact_center_name
        and days.weekday = counted.weekday
        and hours.hour_of_day = counted.start_hour
order by centers.contact_center_name, days.weekday, hours.hour_of_day
