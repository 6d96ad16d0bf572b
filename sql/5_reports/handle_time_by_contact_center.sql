-- One row per contact center with phone calls: how long calls last, and how long agents work on
-- them. The two ranks stand side by side since they disagree where calls run on after the agent's
-- resolution. What is Unknown has no rank, and no call without the times counts.
with
measured as (
    select
        contact_center_name,
        count(*) as total_calls,
        avg(call_duration_minutes) as average_call_minutes,
        quantile_cont(call_duration_minutes, [0.5, 0.9]) as call_quantiles,
        avg(minutes_to_resolution) as average_handle_minutes,
        quantile_cont(minutes_to_resolution, [0.5, 0.9]) as handle_quantiles,
        avg(minutes_after_resolution) as average_minutes_after_resolution,
        quantile_cont(minutes_after_resolution, [0.5, 0.9]) as after_quantiles,
        count(minutes_after_resolution) as calls_with_times,
        count(*) filter (where minutes_after_resolution > 0) as calls_past_resolution,
        count(*) filter (
            where minutes_after_resolution > 0 and satisfaction_rating is not null
        ) as rated_calls_past_resolution
    from interactions_wide
    where is_call
    group by contact_center_name
)

select
    contact_center_name,
    total_calls,
    rounded(average_call_minutes, 2) as average_call_minutes,
    rounded(call_quantiles[1], 2) as median_call_minutes,
    rounded(call_quantiles[2], 2) as p90_call_minutes,
    rounded(average_handle_minutes, 2) as average_handle_minutes,
    rounded(handle_quantiles[1], 2) as median_handle_minutes,
    rounded(handle_quantiles[2], 2) as p90_handle_minutes,
    rounded(average_minutes_after_resolution, 2) as average_minutes_after_resolution,
    rounded(after_quantiles[1], 2) as median_minutes_after_resolution,
    rounded(after_quantiles[2], 2) as p90_minutes_after_resolution,
    calls_past_resolution,
    rated_calls_past_resolution,
    rounded(calls_past_resolution / nullif(calls_with_times, 0), 4) as share_past_resolution,
    case
        when contact_center_name <> 'Unknown' and average_call_minutes is not null
            then rank() over (
                partition by contact_center_name = 'Unknown'
                order by average_call_minutes desc nulls last
            )
    end as rank_by_call_minutes,
    case
        when contact_center_name <> 'Unknown' and average_handle_minutes is not null
            then rank() over (
                partition by contact_center_name = 'Unknown'
                order by average_handle_minutes desc nulls last
            )
    end as rank_by_handle_minutes
from measured
order by rank_by_call_minutes nulls last, contact_center_name
