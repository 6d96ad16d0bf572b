-- How many agents does each hour of the week take?
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
        coalesce(sum(total_calls) filter (where business_hours = 'outside'), 0) as calls_outside
    from interactions_by_business_hours
    where
        is_shown(contact_center_name)
        and month_start in (
            select covered.month_start
            from dim_months as covered
        )
),

overall as (
    select sum(agents.agents_needed) as agents
    from staffing_by_hour as agents
    inner join busiest
        on agents.weekday = busiest.weekday and agents.start_hour = busiest.hour
    where contact_center() is not null
)

select
    case
        when sums.calls = 0 then 'There were no phone calls.'
        when busiest.agents is null
            then
                'No hour of the week has at least ' || minimum_calls() || ' calls at any one'
                || ' contact center, the minimum for a staffing estimate.'
        else
            'Staffing peaks on ' || busiest.day || ' at ' || busiest.hour || ':00, with '
            || counted(busiest.agents, 'agent', 'agents')
            || case
                when contact_center() is not null
                    then ' (all contact centers: ' || in_digits(overall.agents, 0) || ')'
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
                || ' percent of calls start outside business hours.'
        else ''
    end as finding,
    case
        when sums.calls > 0
            then
                'This is a model, not a measurement. For each contact center, the call-center'
                || ' formula Erlang C estimates the agents needed on the phone to answer 80 percent'
                || ' of an average day''s calls within 20 seconds. The chart shows the sum over'
                || ' contact centers, without breaks. The months have '
                || counted(sums.calls, 'call', 'calls') || ' from ' || days.first_day
                || ' to ' || days.last_day || ', local time. Business hours are outlined.'
        else ''
    end
    || case
        when sums.calls_left_out > 0
            then
                ' The model excludes ' || counted(sums.calls_left_out, 'call', 'calls')
                || ' in hours with fewer than ' || minimum_calls() || ' calls at a contact center.'
        else ''
    end as scope,
    'select weekday, start_hour, sum(calls) as calls, sum(agents_needed) as agents_needed'
    || ' from staffing_by_hour' || condition('where')
    || ' group by weekday, start_hour order by weekday, start_hour' as query
from days
cross join sums
cross join started
cross join overall
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
