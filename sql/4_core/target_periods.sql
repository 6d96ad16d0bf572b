-- One row per target (`settings/targets.csv`) and the months in which it is in force: until a later
-- row of the same contact center and metric. The target of a contact center overrides the target
-- for all (`*`).
select
    metric,
    contact_center_id,
    value as target,
    first_day_of(from_month) as first_month,
    coalesce(
        first_day_of(
            lead(from_month) over (
                partition by metric, contact_center_id
                order by from_month
            )
        ), date '9999-12-01'
    ) as until_month
from settings.targets
