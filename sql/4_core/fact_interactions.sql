-- One row per live interaction, as of `as_of_month()`. The history contains deleted ones.
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from fact_interactions_history
where is_current
