-- How many agents does each hour of the week take?
create or replace temp table staffing as
with
-- Of all contact centers, on the last such day without a holiday.
usual_hours as (
    select
        weekday_of(hours.date) as weekday,
        max_by(hours.open_quarters, hours.date) as open_quarters
    from settings.open_hours as hours
    left join settings.holidays as holidays
        on hours.date = holidays.date
    where hours.contact_center_id = '*' and holidays.date is null
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
group by agents.weekday, agents.start_hour;

create or replace temp table days as
select
    min(facts.start_date) as first_day,
    max(facts.start_date) as last_day
from fact_interactions as facts
inner join dim_months as months
    on facts.start_date between months.first_day and months.last_day;

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
        sum(staffing.calls_left_out) as calls_left_out,
        count(*) filter (where staffing.agents = busiest.agents) as hours
    from staffing
    left join busiest
        on true
),

-- Each call by the hours of its center.
started as (
    select
        sum(total_calls) as calls,
        coalesce(sum(total_calls) filter (where not is_business_hours), 0) as calls_outside
    from interactions_by_weekday_and_hour
)

select
    case
        when sums.calls = 0 then 'There were no phone calls.'
        when busiest.agents is null
            then
                'No hour of the week has ' || minimum_calls() || ' calls at one center, which an'
                || ' estimate of its staffing needs.'
        else
            'Staffing peaks on ' || busiest.day || ' at ' || busiest.hour || ':00, with '
            || counted(busiest.agents, 'agent', 'agents')
            || case
                when busiest.centers = 1 then ' at 1 center'
                else ' across ' || busiest.centers || ' centers'
            end
            || case
                when sums.hours = 2 then ' (tied with one other hour)'
                when sums.hours > 2 then ' (tied with ' || (sums.hours - 1) || ' other hours)'
                else ''
            end || '.'
    end
    || case
        when started.calls > 0
            then
                ' ' || in_digits(100 * started.calls_outside / started.calls, 0)
                || ' percent of the calls come outside business hours.'
        else ''
    end as finding,
    case
        when sums.calls > 0
            then
                'A model, not a measurement: agents on the phone for 80 percent of the calls of an'
                || ' average day to be answered within 20 seconds, each center for itself, added up'
                || ' (Erlang C, without breaks). Based on '
                || counted(sums.calls, 'call', 'calls') || ' from ' || days.first_day
                || ' to ' || days.last_day || ', local time; business hours are outlined.'
        else ''
    end
    || case
        when sums.calls_left_out > 0
            then
                ' Left out: ' || counted(sums.calls_left_out, 'call', 'calls')
                || ' in hours with fewer than ' || minimum_calls() || ' calls at a center.'
        else ''
    end as scope,
    'select weekday, start_hour, sum(calls) as calls, sum(agents_needed) as agents_needed'
    || ' from staffing_by_hour group by weekday, start_hour order by weekday, start_hour' as query
from days
cross join sums
cross join started
left join busiest
    on true
where days.first_day is not null;

-- Nothing is drawn where no hour has an answer.
with
most as (
    select max(agents) as agents
    from staffing
)

select
    staffing.weekday,
    staffing.day,
    staffing.hour,
    staffing.calls,
    staffing.agents,
    staffing.is_business_hour
from staffing
cross join most
where most.agents > 0
order by staffing.weekday, staffing.hour;

select
    weekday,
    hour as start_hour,
    calls,
    agents_needed
from staffing
order by weekday, hour
