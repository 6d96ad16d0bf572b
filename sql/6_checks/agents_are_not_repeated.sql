-- One agent has one key: the same name and hire date under two keys is an export that ran twice, or
-- one person twice. Among thousands of agents a few such pairs are chance; more than one row in a
-- thousand is not.
with
shared as (
    select
        count(*) as keys,
        min(agent_id) || ' and ' || max(agent_id) || ' (' || full_name || ')' as example,
        max(valid_from_month) as month
    from core.agents
    where full_name is not null and hire_date is not null
    group by full_name, hire_date
    having count(*) > 1
)

select
    'core.agents' as file_name,
    'agents have the name and hire date of another' as what,
    cast(sum(keys) as bigint) as occurrences,
    min(example) as example,
    'are they the same person?' as advice
from shared
having
    max(month) >= $first_month
    and sum(keys - 1) > (
        select count(*) / 1000
        from core.agents
    )
