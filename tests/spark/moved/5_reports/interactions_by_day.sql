-- sql/5_reports/interactions_by_day.sql
create or replace temporary view interactions_by_day as
/* One row per day of the calendar, also those without interactions: what started on it. */
WITH counted AS (
  SELECT
    CAST(fact_interactions.interaction_start_local AS DATE) AS date,
    count(*) AS total_interactions,
    count(*) FILTER(WHERE
      fact_interactions.is_call) AS total_calls,
    sum(fact_interactions.call_duration_minutes) FILTER(WHERE
      fact_interactions.is_call) AS call_minutes
  FROM fact_interactions AS fact_interactions
  GROUP BY
    CAST(fact_interactions.interaction_start_local AS DATE)
)
SELECT
  dates.date AS date,
  dates.month AS month,
  dates.weekday AS weekday,
  dates.federal_holiday AS federal_holiday,
  dates.is_business_day AS is_business_day,
  coalesce(counted.total_interactions, 0) AS total_interactions,
  coalesce(counted.total_calls, 0) AS total_calls,
  CAST(coalesce(counted.call_minutes, 0) AS DOUBLE) AS total_call_duration
FROM dim_dates AS dates
LEFT JOIN counted AS counted
  ON dates.date = counted.date
ORDER BY
  dates.date NULLS LAST;
