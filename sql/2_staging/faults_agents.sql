-- One row per cell of a file `agents` that cannot be loaded: its line, column, text and reason.
-- Only for a file that the reader does not take as it is: `raw_agents` has its cells as text.
create or replace temp view faults_agents as
with
cells as (
    select
        line,
        unnest([
            {% if is_delta %}
            judged('action', action, fault_of_action(action)),
            {% endif %}
            judged('agent_id', agent_id, fault_of_key(agent_id, 'agent_id')),
            judged('hire_date', hire_date, fault_of_day(hire_date))
        ], recursive := true)
    from raw_agents
)

select *
from cells
where reason is not null
