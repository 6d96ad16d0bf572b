-- One row per row of a file of `agents`, with trimmed cells.
create or replace temp view stg_agents as
select
    trimmed(agent_id) as agent_id,
    {% if is_delta %}
    lower(trimmed(action)) as action,
    {% endif %}
    trimmed(contact_center_id) as contact_center_id,
    trimmed(category_id) as category_id,
    trimmed(full_name) as full_name,
    hire_date
from
    {{ source | indented(4) }}
