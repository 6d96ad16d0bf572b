select
    centers.location,
    count(*) filter (where interactions.is_call) as calls,
    sum(interactions.call_minutes) as call_minutes
from {{ source('supportwh', 'fact_interactions') }} as interactions
inner join {{ source('supportwh', 'dim_contact_centers') }} as centers
    on interactions.contact_center_id = centers.contact_center_id
group by centers.location
