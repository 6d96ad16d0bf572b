-- Which contact center has the longest average phone call, and does agent work explain it?
with
longest as (
    select
        *,
        count(rank_by_handle_minutes) over () as centers
    from handle_time_by_contact_center
    qualify rank_by_call_minutes = 1
),

slowest as (
    select
        string_agg(contact_center_name, ' and ' order by contact_center_name) as names,
        max(average_handle_minutes) as minutes
    from handle_time_by_contact_center
    where rank_by_handle_minutes = 1
)

select
    longest.contact_center_name || ' has the longest calls: ' || longest.average_call_minutes
    || ' minutes on average. '
    || case
        when longest.average_handle_minutes is null
            then 'The work time of its agents is unknown, because the times are missing.'
        when longest.rank_by_handle_minutes = 1
            then
                'It also has the longest handle time, from the start to the resolution: '
                || longest.average_handle_minutes || ' minutes.'
        else
            'Handle time does not explain it: from the start to the resolution, its calls take '
            || longest.average_handle_minutes || ' minutes on average (rank '
            || longest.rank_by_handle_minutes || ' of ' || longest.centers
            || '). The longest handle time is '
            || slowest.minutes || ' minutes (' || slowest.names || ').'
    end
    || case
        when longest.calls_past_resolution > 0
            then
                ' ' || longest.calls_past_resolution || ' of its ' || longest.total_calls
                || ' calls continued after the resolution, '
                || longest.rated_calls_past_resolution || ' of them with a rating.'
        when longest.share_past_resolution = 0
            then ' None of its calls continued after the resolution.'
        else ''
    end as answer
from longest
cross join slowest
union all
select
    'No contact center has ' || minimum_calls()
    || ' calls with a duration, the minimum for a ranking.' as answer
where
    exists (select centers.total_calls from handle_time_by_contact_center as centers)
    and not exists (select longest.total_calls from longest)
order by answer;

select
    contact_center_name,
    total_calls,
    average_call_minutes,
    rank_by_call_minutes,
    average_handle_minutes,
    rank_by_handle_minutes,
    share_past_resolution
from handle_time_by_contact_center
order by rank_by_call_minutes nulls last, contact_center_name;
