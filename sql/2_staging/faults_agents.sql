-- One row per cell of a file `agents` that cannot be loaded. Only for a file that the
-- reader does not take as it is: `raw_agents` has its cells as text.
create or replace temp view faults_agents as
with
cells as (
    select
        line,
        {% if is_delta %}
        is_delete(action) as is_deleted,
        {% endif %}
        unnest([
            {% if is_delta %}
            judged('action', action, fault_of_action(action)),
            {% endif %}
            judged('agent_id', agent_id, fault_of_key(agent_id, 'agent_id')),
            judged('hire_date', hire_date, fault_of_day(hire_date))
        ]) as judged
    from raw_agents
)

select
    cells.line,
    cells.judged.column_name,
    cells.judged.cell,
    cells.judged.reason
from cells
where
    cells.judged.reason is not null
    {% if is_delta %}
    and (not cells.is_deleted or cells.judged.column_name = 'agent_id')
    {% endif %}
