-- Interactions that start before the hire date of their agent: the earliest one in any version of
-- the agent. Most agents were hired before the first interaction, so only the others are joined.
-- Agents with a hire date after the month of their file have a warning of their own.
with
versions as (
    select
        agent_id,
        hire_date,
        valid_from_month
    from core.agents
    union all
    select
        agent_id,
        hire_date,
        valid_from_month
    from history.agents
),

agents as (
    select
        agent_id,
        min(hire_date) as hire_date
    from versions
    group by agent_id
    having min(hire_date) <= last_day(first_day_of(min_by(valid_from_month, hire_date)))
),

hired_late as (
    select
        agent_id,
        hire_date
    from agents
    where
        hire_date > (
            select cast(local_time(min(interactions.interaction_start_utc)) as date)
            from core.interactions as interactions
            where interactions.valid_from_month >= $first_month
        )
)

select
    'fact_interactions' as file_name,
    counted(
        count(*),
        'interaction starts before the hire date of its agent',
        'interactions start before the hire date of their agent'
    ) as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' of ' || interactions.agent_id
        || ', hired on ' || cast(agents.hire_date as varchar),
        interactions.interaction_id
    ) as example,
    'Was the agent''s key reused, or is the hire date that of a later contract?' as advice
from core.interactions as interactions
inner join hired_late as agents
    on
        interactions.agent_id = agents.agent_id
        and cast(local_time(interactions.interaction_start_utc) as date) < agents.hire_date
where interactions.valid_from_month >= $first_month
having count(*) > 0
