select agent_id, full_name, contact_center_id, hire_date, category_id
from dim_agents
order by agent_id
