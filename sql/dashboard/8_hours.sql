-- The agents that each hour of the week takes, and the days on which that is based.
create or replace temp table staffing as
with
-- Of the contact center or of all of them, on the last such day without a holiday.
usual_hours as (
    select
        weekday_of(hours.date) as weekday,
        max_by(hours.open_quarters, hours.date) as open_quarters
    from settings.open_hours as hours
    left join settings.holidays as holidays
        on hours.date = holidays.date
    where
        holidays.date is null
        {% if contact_center %}
        and hours.contact_center_id in (
            select coalesce(min(own.contact_center_id), '*')
            from settings.open_hours as own
            inner join dim_contact_centers as centers
                on own.contact_center_id = centers.contact_center_id
            where is_shown(centers.contact_center_name)
        )
        {% else %}
        and hours.contact_center_id = '*'
        {% endif %}
    group by weekday_of(hours.date)
)

select
    agents.weekday,
    dayname(date '2024-01-07' + agents.weekday) as day,
    agents.start_hour as hour,
    sum(agents.calls) as calls,
    sum(agents.agents_needed) as agents_needed,
    sum(agents.calls) filter (where agents.agents_needed is null) as calls_left_out,
    sum(agents.offered_load) as offered_load,
    count(*) filter (where agents.agents_needed > 0) as centers,
    case
        when sum(agents.calls) = 0 then 0
        when max(agents.agents_needed) > 0 then cast(sum(agents.agents_needed) as bigint)
    end as agents,
    is_business_hour(
        agents.weekday, agents.start_hour, 0, any_value(hours.open_quarters)
    ) as is_business_hour
from staffing_by_hour as agents
left join usual_hours as hours
    on agents.weekday = hours.weekday
where is_shown(agents.contact_center_name)
group by agents.weekday, agents.start_hour;

create or replace temp table days as
select
    min(facts.start_date) as first_day,
    max(facts.start_date) as last_day
from fact_interactions as facts
inner join dim_months as months
    on facts.start_date between months.first_day and months.last_day;
