-- sql/5_reports/contact_center_changes.sql
create or replace temporary view contact_center_changes as
/* One row per loaded month but the first and contact center that there ever was: its name before */
/* the month and since; null where it was not there. */
SELECT
  steps.changed_in_month AS changed_in_month,
  versions.contact_center_id AS contact_center_id,
  max(versions.contact_center_name) FILTER(WHERE
    (
      steps.month_before >= versions.valid_from_month
      AND steps.month_before < coalesce(versions.valid_to_month, 999999)
    )) AS name_before,
  max(versions.contact_center_name) FILTER(WHERE
    (
      steps.changed_in_month >= versions.valid_from_month
      AND steps.changed_in_month < coalesce(versions.valid_to_month, 999999)
    )) AS name_after
FROM load_steps AS steps
CROSS JOIN dim_contact_centers_history AS versions
GROUP BY
  steps.changed_in_month,
  versions.contact_center_id;
