-- One row per loaded month except the first, and contact center: its name before and after the
-- month; null if it did not exist.
select
    steps.changed_in_month,
    versions.contact_center_id,
    max(versions.contact_center_name) filter (
        where is_valid_in(steps.month_before, versions.valid_from_month, versions.valid_to_month)
    ) as name_before,
    max(versions.contact_center_name) filter (
        where
        is_valid_in(steps.changed_in_month, versions.valid_from_month, versions.valid_to_month)
    ) as name_after
from load_steps as steps
cross join dim_contact_centers_history as versions
group by steps.changed_in_month, versions.contact_center_id
