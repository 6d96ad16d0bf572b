select interaction_id, month
from fact_interactions
order by interaction_id
