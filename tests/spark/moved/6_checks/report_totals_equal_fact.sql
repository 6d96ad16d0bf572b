-- sql/6_checks/report_totals_equal_fact.sql
/* Nothing is dropped or doubled on the way from the fact to the report. */
/* severity: error */
WITH report AS (
  SELECT
    coalesce(sum(support_report.total_interactions), 0) AS interactions,
    coalesce(sum(support_report.total_calls), 0) AS calls,
    coalesce(sum(CAST(support_report.total_call_duration AS DECIMAL(38, 4))), 0) AS minutes
  FROM support_report AS support_report
), fact AS (
  SELECT
    count(*) AS interactions,
    count(*) FILTER(WHERE
      fact_interactions.is_call) AS calls,
    coalesce(
      sum(fact_interactions.call_duration_minutes) FILTER(WHERE
        fact_interactions.is_call),
      0
    ) AS minutes
  FROM fact_interactions AS fact_interactions
)
SELECT
  report.interactions AS report_interactions,
  fact.interactions AS fact_interactions,
  report.calls AS report_calls,
  fact.calls AS fact_calls,
  report.minutes AS report_minutes,
  fact.minutes AS fact_minutes
FROM report AS report
CROSS JOIN fact AS fact
WHERE
  report.interactions <> fact.interactions
  OR report.calls <> fact.calls
  OR abs(report.minutes - fact.minutes) > 0.01;
