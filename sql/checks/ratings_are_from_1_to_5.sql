-- Ratings outside the scale are kept as they came.
-- severity: warning
select
    count(*) as ratings_outside_1_to_5,
    min(interaction_id) as such_as
from fact_interactions
where satisfaction_rating < 1 or satisfaction_rating > 5
having count(*) > 0
