-- How many agents does each hour of the week take?
create or replace temp table staffing as
select
    agents.weekday,
    dayname(date '2024-01-07' + agents.weekday) as day,
    agents.start_hour as hour,
    any_value(agents.number_of_days) as days,
    coalesce(any_value(started.total_calls), 0) as calls,
    round(sum(agents.offered_load), 2) as offered_load,
    count(*) filter (where agents.agents_needed > 0) as centers,
    cast(coalesce(sum(agents.agents_needed), 0) as bigint) as agents,
    is_business_hour(agents.weekday, agents.start_hour) as is_business_hour
from staffing_by_hour as agents
left join interactions_by_weekday_and_hour as started
    on
        agents.weekday = started.weekday
        and agents.start_hour = started.start_hour
group by agents.weekday, agents.start_hour;

create or replace temp table days as
select
    min(facts.start_date) as first_day,
    max(facts.start_date) as last_day
from fact_interactions as facts
inner join dim_months as months
    on
        facts.month_start = months.month_start
        and facts.start_date between months.first_day and months.last_day;

with
busiest as (
    select *
    from staffing
    where agents > 0
    order by agents desc, offered_load desc, weekday asc, hour asc
    limit 1
),

sums as (
    select
        sum(staffing.calls) as calls,
        sum(staffing.calls) filter (where not staffing.is_business_hour) as calls_outside,
        count(*) filter (where staffing.agents = busiest.agents) as hours
    from staffing
    left join busiest
        on true
)

select
    case
        when busiest.agents is null then 'There were no phone calls.'
        else
            busiest.day || ' at ' || busiest.hour || ':00 takes the most agents, '
            || busiest.agents || ' in ' || busiest.centers
            || case when busiest.centers = 1 then ' center' else ' centers' end
            || case
                when sums.hours = 2 then ', as does one other hour'
                when sums.hours > 2 then ', as do ' || sums.hours - 1 || ' other hours'
                else ''
            end
            || '; ' || in_digits(100 * coalesce(sums.calls_outside, 0) / sums.calls, 0)
            || ' percent of the calls come outside business hours.'
    end as finding,
    'Agents on the phone for 80 percent of the calls of an average day to be answered within 20'
    || ' seconds, each center for itself, added up (Erlang C, without breaks). From '
    || in_digits(sums.calls, 0) || ' calls, ' || days.first_day || ' to ' || days.last_day
    || ', local time; business hours are outlined.' as scope
from days
cross join sums
left join busiest
    on busiest.agents is not null
where days.first_day is not null;

select
    weekday,
    day,
    hour,
    days,
    calls,
    offered_load,
    centers,
    agents,
    is_business_hour
from staffing
order by weekday, hour
