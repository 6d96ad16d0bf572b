-- One row per version of an agent, as of `as_of_month()`: live and superseded rows, each with the
-- months in which it was current (slowly changing dimension, type 2).
with
versions as (
    select
        *,
        999999 as valid_to_month,
        cast(null as varchar) as superseded_by,
        cast(null as varchar) as ended_as
    from core.agents
    union all
    select *
    from history.agents
)

select
    * exclude (valid_to_month, superseded_by, ended_as),
    case when valid_to_month <= as_of_month() then valid_to_month end as valid_to_month,
    case when valid_to_month <= as_of_month() then superseded_by end as superseded_by,
    case when valid_to_month <= as_of_month() then ended_as end as ended_as,
    valid_to_month > as_of_month() as is_current
from versions
where valid_from_month <= as_of_month()
