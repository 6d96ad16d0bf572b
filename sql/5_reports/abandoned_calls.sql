-- One row per abandoned call (no agent took it): its start, contact center and category, and
-- duration.
select
    interaction_id,
    month,
    month_start,
    interaction_start_local,
    contact_center_name,
    department,
    category_name,
    is_business_hours,
    call_minutes
from interactions_wide
where is_abandoned
order by interaction_start_local, interaction_id
