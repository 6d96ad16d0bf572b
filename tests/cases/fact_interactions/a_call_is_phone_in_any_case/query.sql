select interaction_id, channel, is_call
from fact_interactions
order by interaction_id
