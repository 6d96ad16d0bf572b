-- One row per live contact center, as of `as_of_month()`. The history contains deleted ones.
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from dim_contact_centers_history
where is_current
