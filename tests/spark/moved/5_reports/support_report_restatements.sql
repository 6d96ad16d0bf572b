-- sql/5_reports/support_report_restatements.sql
create or replace temporary view support_report_restatements as
/* One row per row of the report that a later month changed, and month that changed it: what the */
/* report said before, what it says since, and how many interactions caused it. An interaction */
/* does so when it came late, was updated or was deleted, and when its center or department has */
/* another name. The rows that a month's own file makes are new, and no restatement. */
WITH before AS (
  SELECT
    steps.changed_in_month AS changed_in_month,
    reports.as_of_month AS as_of_month,
    reports.month AS month,
    reports.contact_center_name AS contact_center_name,
    reports.department AS department,
    reports.total_interactions AS total_interactions,
    reports.total_calls AS total_calls,
    reports.total_call_duration AS total_call_duration
  FROM load_steps AS steps
  INNER JOIN support_report_history AS reports
    ON steps.month_before = reports.as_of_month
), after AS (
  SELECT
    steps.changed_in_month AS changed_in_month,
    steps.month_before AS month_before,
    reports.as_of_month AS as_of_month,
    reports.month AS month,
    reports.contact_center_name AS contact_center_name,
    reports.department AS department,
    reports.total_interactions AS total_interactions,
    reports.total_calls AS total_calls,
    reports.total_call_duration AS total_call_duration
  FROM load_steps AS steps
  INNER JOIN support_report_history AS reports
    ON steps.changed_in_month = reports.as_of_month
), restated AS (
  SELECT
    coalesce(before.changed_in_month, after.changed_in_month) AS changed_in_month,
    coalesce(before.month, after.month) AS month,
    coalesce(before.contact_center_name, after.contact_center_name) AS contact_center_name,
    coalesce(before.department, after.department) AS department,
    coalesce(before.total_interactions, 0) AS total_interactions_before,
    coalesce(after.total_interactions, 0) AS total_interactions_after,
    coalesce(before.total_calls, 0) AS total_calls_before,
    coalesce(after.total_calls, 0) AS total_calls_after,
    coalesce(before.total_call_duration, 0) AS total_call_duration_before,
    coalesce(after.total_call_duration, 0) AS total_call_duration_after
  FROM before AS before
  FULL JOIN after AS after
    ON before.changed_in_month = after.changed_in_month
    AND before.month = after.month
    AND before.contact_center_name = after.contact_center_name
    AND before.department = after.department
  WHERE
    NOT before.month IS NULL
    OR after.month <= (
      left(CAST(after.month_before AS STRING), 4) || '-' || right(CAST(after.month_before AS STRING), 2)
    )
    OR after.month = 'Unknown'
), counted AS (
  SELECT
    support_report_causes.changed_in_month AS changed_in_month,
    support_report_causes.month AS month,
    support_report_causes.contact_center_name AS contact_center_name,
    support_report_causes.department AS department,
    CAST(sum(support_report_causes.interactions_changed) AS BIGINT) AS interactions_changed
  FROM support_report_causes AS support_report_causes
  GROUP BY
    support_report_causes.changed_in_month,
    support_report_causes.month,
    support_report_causes.contact_center_name,
    support_report_causes.department
)
SELECT
  restated.changed_in_month AS changed_in_month,
  restated.month AS month,
  restated.contact_center_name AS contact_center_name,
  restated.department AS department,
  restated.total_interactions_before AS total_interactions_before,
  restated.total_interactions_after AS total_interactions_after,
  restated.total_calls_before AS total_calls_before,
  restated.total_calls_after AS total_calls_after,
  restated.total_call_duration_before AS total_call_duration_before,
  restated.total_call_duration_after AS total_call_duration_after,
  coalesce(counted.interactions_changed, 0) AS interactions_changed
FROM restated AS restated
LEFT JOIN counted AS counted
  ON restated.changed_in_month = counted.changed_in_month
  AND restated.month = counted.month
  AND restated.contact_center_name = counted.contact_center_name
  AND restated.department = counted.department
WHERE
  restated.total_interactions_before <> restated.total_interactions_after
  OR restated.total_calls_before <> restated.total_calls_after
  OR restated.total_call_duration_before <> restated.total_call_duration_after
ORDER BY
  restated.changed_in_month NULLS LAST,
  restated.month NULLS LAST,
  restated.contact_center_name NULLS LAST,
  restated.department NULLS LAST;
