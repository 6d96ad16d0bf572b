-- The contact centers that have a name, by name.
select
    contact_center_id,
    contact_center_name
from dim_contact_centers
where contact_center_name not in ('Unknown', '')
order by contact_center_name, contact_center_id
