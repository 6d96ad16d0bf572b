-- Agents that share a name and a hire date under different keys: an export ran twice, or one person
-- has two keys. Among thousands of agents a few such pairs are coincidence; more than one row in a
-- thousand is not.
with
shared as (
    select
        count(*) as keys,
        min(agent_id) || ' and ' || max(agent_id) || ': ' || full_name as example,
        max(valid_from_month) as month
    from core.agents
    where full_name is not null and hire_date is not null
    group by full_name, hire_date
    having count(*) > 1
)

select
    'core.agents' as file_name,
    counted(
        cast(sum(keys) as bigint),
        'agent shares a name and hire date with another',
        'agents share a name and hire date with another'
    ) as what,
    cast(sum(keys) as bigint) as occurrences,
    min(example) as example,
    'Are they the same person?' as advice
from shared
having
    max(month) >= $first_month
    and sum(keys - 1) > (
        select count(*) / 1000
        from core.agents
    )
