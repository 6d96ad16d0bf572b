-- sql/6_checks/causes_add_up.sql
/* What each month changed in each row of the report is what its causes add up to. */
/* severity: error */
/* run: check */
WITH signed AS (
  SELECT
    steps.changed_in_month AS changed_in_month,
    reports.month AS month,
    reports.contact_center_name AS contact_center_name,
    reports.department AS department,
    reports.total_interactions AS total_interactions,
    reports.total_calls AS total_calls,
    reports.total_call_duration AS total_call_duration
  FROM load_steps AS steps
  INNER JOIN support_report_history AS reports
    ON steps.changed_in_month = reports.as_of_month
  UNION ALL
  SELECT
    steps.changed_in_month AS changed_in_month,
    reports.month AS month,
    reports.contact_center_name AS contact_center_name,
    reports.department AS department,
    -reports.total_interactions AS total_interactions,
    -reports.total_calls AS total_calls,
    -reports.total_call_duration AS total_call_duration
  FROM load_steps AS steps
  INNER JOIN support_report_history AS reports
    ON steps.month_before = reports.as_of_month
  UNION ALL
  SELECT
    support_report_causes.changed_in_month AS changed_in_month,
    support_report_causes.month AS month,
    support_report_causes.contact_center_name AS contact_center_name,
    support_report_causes.department AS department,
    -support_report_causes.total_interactions_change AS total_interactions,
    -support_report_causes.total_calls_change AS total_calls,
    -support_report_causes.total_call_duration_change AS total_call_duration
  FROM support_report_causes AS support_report_causes
)
SELECT
  signed.changed_in_month AS changed_in_month,
  signed.month AS month,
  signed.contact_center_name AS contact_center_name,
  signed.department AS department,
  CAST(sum(signed.total_interactions) AS BIGINT) AS interactions_without_cause,
  CAST(sum(signed.total_calls) AS BIGINT) AS calls_without_cause,
  round(sum(signed.total_call_duration), 2) AS minutes_without_cause
FROM signed AS signed
GROUP BY
  signed.changed_in_month,
  signed.month,
  signed.contact_center_name,
  signed.department
HAVING
  sum(signed.total_interactions) <> 0
  OR sum(signed.total_calls) <> 0
  OR abs(sum(signed.total_call_duration)) >= 0.01
ORDER BY
  changed_in_month NULLS LAST,
  month NULLS LAST,
  contact_center_name NULLS LAST,
  department NULLS LAST;
