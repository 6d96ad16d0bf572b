select agent_id, full_name
from dim_agents
order by agent_id
