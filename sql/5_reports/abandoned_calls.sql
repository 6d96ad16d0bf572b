-- One row per abandoned call, which no agent took: when it came, for whom, and how long it lasted.
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
