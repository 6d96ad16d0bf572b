-- An agent takes no interaction before the day of the hire, the first that a version of the agent
-- has. Most agents were hired before all interactions; only those of the others are looked at, but
-- for those who are to be hired after the month of their file.
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
    'interactions start before the day on which their agent was hired' as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' of ' || interactions.agent_id
        || ', hired on ' || cast(agents.hire_date as varchar),
        interactions.interaction_id
    ) as example,
    'was the agent''s key used before, or is the hire date of a later contract?' as advice
from core.interactions as interactions
inner join hired_late as agents
    on
        interactions.agent_id = agents.agent_id
        and cast(local_time(interactions.interaction_start_utc) as date) < agents.hire_date
where interactions.valid_from_month >= $first_month
having count(*) > 0
