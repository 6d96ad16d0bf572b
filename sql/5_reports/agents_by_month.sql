-- One row per month and agent with interactions: how many, and how members rated them.
select
    month,
    agent_id,
    agent_name,
    count(*) as total_interactions,
    count(*) filter (where is_call) as total_calls,
    cast(
        coalesce(sum(call_duration_minutes) filter (where is_call), 0) as double
    ) as total_call_duration,
    rounded(avg(rating_in_scale(satisfaction_rating)), 2) as average_rating,
    count(rating_in_scale(satisfaction_rating)) as ratings
from interactions_wide
group by month, agent_id, agent_name
order by month, agent_name, agent_id
