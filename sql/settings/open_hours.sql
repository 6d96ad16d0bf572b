-- Computes when each contact center is open, day by day in local time. It is stored because views
-- cannot convert other time zones. A row also exists for days on which the contact center is
-- closed; without a row, the rule of `is_business_hour` applies.
delete from settings.open_hours;

insert into settings.open_hours by name
with
days as (
    select
        cast(
            unnest(generate_series(
                first_day_of(min(month)) - interval 1 year,
                first_day_of(max(month)) + interval 2 months,
                interval 1 day
            )) as date
        ) as date
    from ops.processed_files
),

in_force as (
    select
        days.date,
        hours.contact_center_id,
        max(hours.from_month) as from_month
    from days
    inner join settings.business_hours as hours
        on days.date >= first_day_of(hours.from_month)
    group by days.date, hours.contact_center_id
),

periods as (
    select
        in_force.contact_center_id,
        hours.time_zone,
        unnest(generate_series(
            in_force.date + cast(hours.opens as time),
            case
                when hours.closes = '24:00' then cast(in_force.date + 1 as timestamp)
                else in_force.date + cast(hours.closes as time)
            end - interval 15 minutes,
            interval 15 minutes
        )) as quarter_there
    from in_force
    inner join settings.business_hours as hours
        on
            in_force.contact_center_id = hours.contact_center_id
            and in_force.from_month = hours.from_month
            and weekday_of(in_force.date) = hours.weekday
    where
        in_force.date not in (
            select holidays.date
            from settings.holidays as holidays
            where not holidays.is_business_day
        )
),

quarters as (
    select
        contact_center_id,
        case
            when time_zone is null then quarter_there
            else local_time(timezone('UTC', timezone(time_zone, quarter_there)))
        end as quarter_here
    from periods
),

open_quarters as (
    select distinct
        contact_center_id,
        cast(quarter_here as date) as date,
        hour(quarter_here) * 4 + minute(quarter_here) // 15 as quarter
    from quarters
),

of_a_day as (
    select unnest(range(96)) as quarter
)

select
    in_force.contact_center_id,
    in_force.date,
    string_agg(
        case when open_quarters.quarter is null then '0' else '1' end,
        '' order by of_a_day.quarter
    ) as open_quarters
from in_force
cross join of_a_day
left join open_quarters
    on
        in_force.contact_center_id = open_quarters.contact_center_id
        and in_force.date = open_quarters.date
        and of_a_day.quarter = open_quarters.quarter
group by in_force.contact_center_id, in_force.date
