-- Which contact center has the longest average phone call, and is it its agents?
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
    longest.contact_center_name || ', with ' || longest.average_call_minutes || ' minutes a call. '
    || case
        when longest.average_handle_minutes is null
            then 'How long its agents work on a call is not known: the times are missing.'
        when longest.rank_by_handle_minutes = 1
            then
                'Its agents work longest, too: ' || longest.average_handle_minutes
                || ' minutes from the start to the resolution.'
        else
            'It is not its agents: by handle time, from the start to the resolution, it is number '
            || longest.rank_by_handle_minutes || ' of ' || longest.centers || ' with '
            || longest.average_handle_minutes || ' minutes, and ' || slowest.names
            || ' takes longest, ' || slowest.minutes || '.'
    end
    || case
        when longest.calls_past_resolution > 0
            then
                ' ' || longest.calls_past_resolution || ' of its ' || longest.total_calls
                || ' calls run on after the resolution; ' || longest.rated_calls_past_resolution
                || ' of these end with a rating.'
        when longest.share_past_resolution = 0
            then ' None of its calls runs on after the resolution.'
        else ''
    end as answer
from longest
cross join slowest
union all
select
    'No contact center has ' || minimum_calls() || ' calls with a duration, which a ranking needs.'
        as answer
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
