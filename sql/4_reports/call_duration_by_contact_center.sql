-- One row per contact center with phone calls: how long a call lasts on average, and how long
-- the agent works on it. The two disagree where calls run on after the agent's resolution.
create or replace view call_duration_by_contact_center as
with
calls as (
    select
        coalesce(dim_contact_centers.contact_center_name, 'Unknown') as contact_center_name,
        fact_interactions.call_duration_minutes,
        fact_interactions.satisfaction_rating,
        fact_interactions.minutes_to_resolution,
        fact_interactions.minutes_after_resolution
    from fact_interactions
    left join dim_contact_centers
        on fact_interactions.contact_center_id = dim_contact_centers.contact_center_id
    where fact_interactions.channel = 'phone'
),

averages as (
    select
        contact_center_name,
        count(*) as total_calls,
        avg(call_duration_minutes) as call_minutes,
        avg(minutes_to_resolution) as handle_minutes,
        avg(minutes_after_resolution) as after_minutes,
        count(*) filter (where minutes_after_resolution > 0) as calls_past_resolution,
        count(*) filter (
            where minutes_after_resolution > 0 and satisfaction_rating is not null
        ) as rated_calls_past_resolution
    from calls
    group by contact_center_name
)

select
    contact_center_name,
    total_calls,
    round(call_minutes, 2) as average_call_minutes,
    round(handle_minutes, 2) as average_handle_minutes,
    round(after_minutes, 2) as average_minutes_after_resolution,
    calls_past_resolution,
    rated_calls_past_resolution,
    rank() over (order by call_minutes desc nulls last) as rank_by_call_minutes,
    rank() over (order by handle_minutes desc nulls last) as rank_by_handle_minutes
from averages
order by rank_by_call_minutes, contact_center_name;

comment on view call_duration_by_contact_center is
'Average phone call and average handle time per contact center.';
comment on column call_duration_by_contact_center.contact_center_name is
'Contact center that took the calls; Unknown where it is not there.';
comment on column call_duration_by_contact_center.total_calls is 'Number of phone calls.';
comment on column call_duration_by_contact_center.average_call_minutes is
'Average length of a call, to its end.';
comment on column call_duration_by_contact_center.average_handle_minutes is
'Average time from the start of a call to the agent''s resolution.';
comment on column call_duration_by_contact_center.average_minutes_after_resolution is
'Average time from the resolution to the end of the call.';
comment on column call_duration_by_contact_center.calls_past_resolution is
'Calls that run on after the resolution.';
comment on column call_duration_by_contact_center.rated_calls_past_resolution is
'Those of them that end with a satisfaction rating.';
comment on column call_duration_by_contact_center.rank_by_call_minutes is
'1 for the center with the longest average call.';
comment on column call_duration_by_contact_center.rank_by_handle_minutes is
'1 for the center with the longest average handle time.';
