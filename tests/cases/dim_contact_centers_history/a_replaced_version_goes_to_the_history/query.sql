select contact_center_name, valid_from_month, valid_to_month, superseded_by
from history.contact_centers
order by all
