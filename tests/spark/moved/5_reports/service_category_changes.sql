-- sql/5_reports/service_category_changes.sql
create or replace temporary view service_category_changes as
/* One row per loaded month but the first and service category that there ever was: its department */
/* before the month and since; null where it was not there. */
SELECT
  steps.changed_in_month AS changed_in_month,
  versions.category_id AS category_id,
  max(versions.department) FILTER(WHERE
    (
      steps.month_before >= versions.valid_from_month
      AND steps.month_before < coalesce(versions.valid_to_month, 999999)
    )) AS department_before,
  max(versions.department) FILTER(WHERE
    (
      steps.changed_in_month >= versions.valid_from_month
      AND steps.changed_in_month < coalesce(versions.valid_to_month, 999999)
    )) AS department_after
FROM load_steps AS steps
CROSS JOIN dim_service_categories_history AS versions
GROUP BY
  steps.changed_in_month,
  versions.category_id;
