-- One row per contact center, local weekday and hour, also where nothing came in: what comes in on
-- an average day of all days, and the work that the calls are.
with
bounds as (
    select
        cast(local_time(min(interaction_start_utc)) as date) as first_day,
        cast(local_time(max(interaction_start_utc)) as date) as last_day
    from fact_interactions
),

days as (
    select
        dates.weekday,
        count(*) as number_of_days
    from dim_dates as dates
    cross join bounds
    where dates.date between bounds.first_day and bounds.last_day
    group by dates.weekday
),

counted as (
    select
        contact_center_name,
        weekday,
        start_hour,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        avg(minutes_to_resolution) filter (where is_call) as handle_minutes
    from interactions_wide
    group by contact_center_name, weekday, start_hour
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
