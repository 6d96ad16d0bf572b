-- Where do calls take longest, and how much of that comes after the issue is resolved?
with
longest as (
    select
        names_in_words(list(contact_center_name order by contact_center_name)) as names,
        count(*) as centers,
        any_value(call_minutes) as call_minutes,
        avg(minutes_after_resolution) as minutes_after_resolution
    from call_length
    where
        is_ranked
        and call_minutes = (
            select max(ranked.call_minutes)
            from call_length as ranked
            where ranked.is_ranked
        )
),

counts as (
    select
        count(*) filter (where is_ranked) as ranked,
        sum(answered_calls) filter (where is_center or contact_center() is null) as calls
    from call_length
),

abandoned as (
    select
        sum(figures.answered_calls) as answered_calls,
        sum(figures.abandoned_calls) as abandoned_calls
    from center_figures as figures
    inner join months
        on figures.month_start = months.month_start
    where months.is_latest
)

select
    case
        when counts.ranked = 0
            then
                coalesce(
                    isolated(contact_center()) || ' did not have', 'No contact center had'
                ) || ' ' || minimum_calls() || ' answered calls of which all times are known.'
        when counts.ranked = 1 then longest.names || '''s calls took '
        else
            longest.names || case when longest.centers = 1 then ' has' else ' have' end
            || ' the longest calls: '
    end
    || coalesce(
        in_digits(longest.call_minutes, 1) || ' minutes on average, '
        || case
            when round(longest.minutes_after_resolution, 1) = 0
                then 'none of them after the issue is resolved.'
            else
                in_digits(longest.minutes_after_resolution, 1)
                || ' of them after the issue is resolved.'
        end,
        ''
    ) as finding,
    case
        when counts.calls = abandoned.answered_calls
            then 'Based on all ' || counted(counts.calls, 'answered call', 'answered calls')
        else
            'Based on ' || in_digits(counts.calls, 0) || ' of '
            || counted(abandoned.answered_calls, 'answered call', 'answered calls')
            || ' whose times are known'
    end || ' in ' || months.month_in_words || ', measured from start to end. '
    || case
        when abandoned.abandoned_calls > 0
            then
                counted(abandoned.abandoned_calls, 'abandoned call is', 'abandoned calls are')
                || ' excluded.'
        else 'No call was abandoned.'
    end as scope,
    'select contact_center_name, count(*) as answered_calls,'
    || ' round(avg(handle_minutes), 2) as minutes_to_resolution,'
    || ' round(avg(minutes_after_resolution), 2) as minutes_after_resolution'
    || ' from interactions_wide where month = ''' || months.latest_month || ''''
    || condition('and')
    || ' and handle_minutes is not null and minutes_after_resolution is not null'
    || ' group by contact_center_name order by contact_center_name' as query
from longest
cross join counts
cross join abandoned
inner join months
    on months.is_latest
where counts.calls > 0;

select
    contact_center_name as contact_center,
    answered_calls,
    call_minutes,
    minutes_to_resolution,
    minutes_after_resolution
from call_length
order by not is_ranked, -call_minutes, contact_center_name;

select
    contact_center_name,
    answered_calls,
    round(minutes_to_resolution, 2) as minutes_to_resolution,
    round(minutes_after_resolution, 2) as minutes_after_resolution
from call_length
where is_center or contact_center() is null
order by contact_center_name
