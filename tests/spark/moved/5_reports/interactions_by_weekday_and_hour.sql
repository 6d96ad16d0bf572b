-- sql/5_reports/interactions_by_weekday_and_hour.sql
create or replace temporary view interactions_by_weekday_and_hour as
/* One row per local weekday and hour in which interactions started: the data of a heat map. */
SELECT
  interactions_wide.weekday AS weekday,
  interactions_wide.start_hour AS start_hour,
  interactions_wide.is_business_hours AS is_business_hours,
  count(*) AS total_interactions,
  count(*) FILTER(WHERE
    interactions_wide.is_call) AS total_calls,
  CAST(coalesce(
    sum(interactions_wide.call_duration_minutes) FILTER(WHERE
      interactions_wide.is_call),
    0
  ) AS DOUBLE) AS total_call_duration
FROM interactions_wide AS interactions_wide
GROUP BY
  interactions_wide.weekday,
  interactions_wide.start_hour,
  interactions_wide.is_business_hours
ORDER BY
  weekday NULLS LAST,
  start_hour NULLS LAST;
