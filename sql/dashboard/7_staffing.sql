-- How many agents does each hour of the week take?
create or replace temp table staffing as
select
    weekday,
    dayname(date '2024-01-07' + weekday) as day,
    start_hour as hour,
    any_value(number_of_days) as days,
    round(sum(calls_a_day), 2) as calls_a_day,
    round(sum(offered_load), 2) as offered_load,
    cast(coalesce(sum(agents_needed), 0) as bigint) as agents,
    is_business_hour(weekday, start_hour) as is_business_hour
from staffing_by_hour
group by weekday, start_hour;

with
busiest as (
    select *
    from staffing
    where agents > 0
    order by agents desc, offered_load desc, weekday asc, hour asc
    limit 1
),

outside as (
    select *
    from staffing
    where not is_business_hour and agents > 0
    order by agents desc, offered_load desc, weekday asc, hour asc
    limit 1
),

days as (
    select
        min(cast(interaction_start_local as date)) as first_day,
        max(cast(interaction_start_local as date)) as last_day
    from fact_interactions
)

select
    case
        when busiest.agents is null then 'There were no phone calls.'
        else
            busiest.day || ' at ' || busiest.hour || ':00 takes the most agents, '
            || busiest.agents || '; '
            || case
                when outside.agents is null then 'outside of business hours nobody calls.'
                else
                    'outside of business hours it is ' || outside.day || ' at ' || outside.hour
                    || ':00, ' || outside.agents || '.'
            end
    end as finding,
    'Agents on the phone for 80 percent of the calls of an average day to be answered within 20'
    || ' seconds, all centers added up (Erlang C). Local time, ' || days.first_day || ' to '
    || days.last_day || '; business hours are outlined.' as scope
from days
left join busiest
    on busiest.agents is not null
left join outside
    on outside.agents is not null
where days.first_day is not null;

select
    weekday,
    day,
    hour,
    days,
    calls_a_day,
    offered_load,
    agents,
    is_business_hour
from staffing
order by weekday, hour
