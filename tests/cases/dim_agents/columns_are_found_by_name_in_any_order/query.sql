select agent_id, full_name, contact_center_id, category_id, hire_date
from dim_agents
order by agent_id
