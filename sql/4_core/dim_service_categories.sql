-- One row per live service category, as of `as_of_month()`. The history contains deleted ones.
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from dim_service_categories_history
where is_current
