-- Average call against average handle time, the centers with the longest calls first.
select
    contact_center_name as contact_center,
    total_calls as calls,
    average_call_minutes as call_minutes,
    average_handle_minutes as handle_minutes,
    round(100 * share_past_resolution) as percent_past_resolution,
    rank_by_call_minutes as rank_by_call,
    rank_by_handle_minutes as rank_by_handle_time
from handle_time_by_contact_center
where average_call_minutes is not null
order by rank_by_call, contact_center
limit 12
