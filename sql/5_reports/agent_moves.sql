-- One row per agent and month whose file moved the agent to another contact center, with the
-- agent's figures between the previous move and this one, and between this one and the next.
with
versions as (
    select
        agent_id,
        contact_center_id as center_after,
        valid_from_month as moved_in_month,
        lag(contact_center_id) over (partition by agent_id order by valid_from_month)
            as center_before
    from dim_agents_history
),

moves as (
    select
        *,
        coalesce(lag(moved_in_month) over by_agent, 0) as since_month,
        coalesce(lead(moved_in_month) over by_agent, 999999) as until_month
    from versions
    where center_before <> center_after
    window by_agent as (partition by agent_id order by moved_in_month)
),

measured as (
    select
        moves.agent_id,
        moves.moved_in_month,
        year(fact.month_start) * 100 + month(fact.month_start) < moves.moved_in_month as is_before,
        count(*) as interactions,
        avg(fact.minutes_to_resolution) filter (where fact.is_call) as handle_minutes,
        avg(rating_in_scale(fact.satisfaction_rating)) as rating
    from moves
    inner join fact_interactions as fact
        on moves.agent_id = fact.agent_id
    where
        year(fact.month_start) * 100 + month(fact.month_start) >= moves.since_month
        and year(fact.month_start) * 100 + month(fact.month_start) < moves.until_month
    group by moves.agent_id, moves.moved_in_month, is_before
)

select
    moves.agent_id,
    coalesce(agents.full_name, 'Unknown') as agent_name,
    moves.moved_in_month,
    coalesce(centers_before.contact_center_name, 'Unknown') as contact_center_before,
    coalesce(centers_after.contact_center_name, 'Unknown') as contact_center_after,
    coalesce(before.interactions, 0) as interactions_before,
    coalesce(after.interactions, 0) as interactions_after,
    rounded(before.handle_minutes, 2) as average_handle_minutes_before,
    rounded(after.handle_minutes, 2) as average_handle_minutes_after,
    rounded(before.rating, 2) as average_rating_before,
    rounded(after.rating, 2) as average_rating_after
from moves
left join dim_agents as agents
    on moves.agent_id = agents.agent_id
left join dim_contact_centers as centers_before
    on moves.center_before = centers_before.contact_center_id
left join dim_contact_centers as centers_after
    on moves.center_after = centers_after.contact_center_id
left join measured as before
    on
        moves.agent_id = before.agent_id
        and moves.moved_in_month = before.moved_in_month
        and before.is_before
left join measured as after
    on
        moves.agent_id = after.agent_id
        and moves.moved_in_month = after.moved_in_month
        and not after.is_before
order by moves.moved_in_month, moves.agent_id
