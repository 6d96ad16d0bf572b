select
    contact_center_id,
    contact_center_name,
    contact_center_name is null as has_no_name,
    location,
    location is null as has_no_location
from dim_contact_centers
order by contact_center_id
