-- sql/dashboard/6_restatements.sql
-- comes home as restated
WITH steps AS (
  SELECT
    load_steps.changed_in_month AS changed_in_month,
    load_steps.month_before AS month_before
  FROM load_steps AS load_steps
  ORDER BY
    changed_in_month DESC
  LIMIT 1
)
/* A cause by which interactions go from one name to another is in the rows of both. */
SELECT
  causes.month AS month,
  causes.cause AS cause,
  causes.name_before AS name_before,
  causes.name_after AS name_after,
  CASE
    WHEN causes.name_before IS NULL
    THEN sum(causes.interactions_changed)
    ELSE greatest(
      sum(causes.interactions_changed) FILTER(WHERE
        causes.total_interactions_change >= 0),
      sum(causes.interactions_changed) FILTER(WHERE
        causes.total_interactions_change < 0)
    )
  END AS interactions,
  sum(causes.total_interactions_change) AS interactions_change,
  sum(causes.total_call_duration_change) AS call_minutes_change
FROM support_report_causes AS causes
INNER JOIN steps AS steps
  ON causes.changed_in_month = steps.changed_in_month
WHERE
  causes.month = 'Unknown'
  OR causes.month <= (
    left(CAST(steps.month_before AS STRING), 4) || '-' || right(CAST(steps.month_before AS STRING), 2)
  )
GROUP BY
  causes.month,
  causes.cause,
  causes.name_before,
  causes.name_after;
-- at home
-- at home
-- at home
