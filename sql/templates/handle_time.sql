-- Call duration and handle time by the columns in `keys`; see `handle_time_by_contact_center.sql`.
-- The two ranks differ if calls continue after the agent's resolution. Unknown, and rows with fewer
-- calls than `minimum_calls()`, have no rank. Calls without the times are not counted.
with
measured as (
    select
        {% for key in keys %}
        {{ key | identifier }},
        {% endfor %}
        count(*) as total_calls,
        count(call_minutes) as calls_with_minutes,
        avg(call_minutes) as average_call_minutes,
        quantile_cont(call_minutes, [0.5, 0.9]) as call_quantiles,
        count(handle_minutes) as calls_with_handle_time,
        avg(handle_minutes) as average_handle_minutes,
        quantile_cont(handle_minutes, [0.5, 0.9]) as handle_quantiles,
        avg(minutes_after_resolution) as average_minutes_after_resolution,
        quantile_cont(minutes_after_resolution, [0.5, 0.9]) as after_quantiles,
        count(minutes_after_resolution) as calls_with_times,
        count(*) filter (where minutes_after_resolution > 0) as calls_past_resolution,
        count(*) filter (
            where minutes_after_resolution > 0 and satisfaction_rating is not null
        ) as rated_calls_past_resolution
    from interactions_wide
    where is_call
    group by all
),

ranked as (
    select
        *,
        {{ keys[0] | identifier }} <> 'Unknown' and calls_with_minutes >= minimum_calls()
            as has_call_rank,
        {{ keys[0] | identifier }} <> 'Unknown' and calls_with_handle_time >= minimum_calls()
            as has_handle_rank
    from measured
)

select
    {% for key in keys %}
    {{ key | identifier }},
    {% endfor %}
    total_calls,
    calls_with_handle_time,
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
        when has_call_rank
            then rank() over (partition by has_call_rank order by average_call_minutes desc)
    end as rank_by_call_minutes,
    case
        when has_handle_rank
            then rank() over (partition by has_handle_rank order by average_handle_minutes desc)
    end as rank_by_handle_minutes
from ranked
order by
    rank_by_call_minutes nulls last{% for key in keys %}, {{ key | identifier }}{% endfor +%}
