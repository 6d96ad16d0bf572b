-- One row per loaded month except the first, and service category: its department before and after
-- the month; null if it did not exist.
select
    steps.changed_in_month,
    versions.category_id,
    max(versions.department) filter (
        where is_valid_in(steps.month_before, versions.valid_from_month, versions.valid_to_month)
    ) as department_before,
    max(versions.department) filter (
        where
        is_valid_in(steps.changed_in_month, versions.valid_from_month, versions.valid_to_month)
    ) as department_after
from load_steps as steps
cross join dim_service_categories_history as versions
group by steps.changed_in_month, versions.category_id
