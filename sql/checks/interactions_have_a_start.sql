-- Interactions without a start belong to no month: reports call it Unknown.
-- severity: warning
select count(*) as interactions_without_start
from fact_interactions
where interaction_start_utc is null
having count(*) > 0
