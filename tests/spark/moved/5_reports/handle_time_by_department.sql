-- sql/5_reports/handle_time_by_department.sql
create or replace temporary view handle_time_by_department as
/* One row per department with phone calls: how long calls last, and how long agents work on */
/* them. The two ranks stand side by side since they disagree where calls run on after the agent's */
/* resolution. What is Unknown has no rank, and no call without the times counts. */
WITH measured AS (
  SELECT
    interactions_wide.department AS department,
    count(*) AS total_calls,
    (
      CAST(sum(interactions_wide.call_duration_minutes) AS DOUBLE) / nullif(count(interactions_wide.call_duration_minutes), 0)
    ) AS average_call_minutes,
    percentile(interactions_wide.call_duration_minutes, array(0.5, 0.9)) AS call_quantiles,
    (
      CAST(sum(interactions_wide.minutes_to_resolution) AS DOUBLE) / nullif(count(interactions_wide.minutes_to_resolution), 0)
    ) AS average_handle_minutes,
    percentile(interactions_wide.minutes_to_resolution, array(0.5, 0.9)) AS handle_quantiles,
    (
      CAST(sum(interactions_wide.minutes_after_resolution) AS DOUBLE) / nullif(count(interactions_wide.minutes_after_resolution), 0)
    ) AS average_minutes_after_resolution,
    percentile(interactions_wide.minutes_after_resolution, array(0.5, 0.9)) AS after_quantiles,
    count(interactions_wide.minutes_after_resolution) AS calls_with_times,
    count(*) FILTER(WHERE
      interactions_wide.minutes_after_resolution > 0) AS calls_past_resolution,
    count(*) FILTER(WHERE
      interactions_wide.minutes_after_resolution > 0
      AND NOT interactions_wide.satisfaction_rating IS NULL) AS rated_calls_past_resolution
  FROM interactions_wide AS interactions_wide
  WHERE
    interactions_wide.is_call
  GROUP BY
    interactions_wide.department
)
SELECT
  measured.department AS department,
  measured.total_calls AS total_calls,
  (
    CAST(round(CAST(measured.average_call_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_call_minutes,
  (
    CAST(round(CAST(get(measured.call_quantiles, 0) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS median_call_minutes,
  (
    CAST(round(CAST(get(measured.call_quantiles, 1) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS p90_call_minutes,
  (
    CAST(round(CAST(measured.average_handle_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_handle_minutes,
  (
    CAST(round(CAST(get(measured.handle_quantiles, 0) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS median_handle_minutes,
  (
    CAST(round(CAST(get(measured.handle_quantiles, 1) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS p90_handle_minutes,
  (
    CAST(round(CAST(measured.average_minutes_after_resolution AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_minutes_after_resolution,
  (
    CAST(round(CAST(get(measured.after_quantiles, 0) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS median_minutes_after_resolution,
  (
    CAST(round(CAST(get(measured.after_quantiles, 1) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS p90_minutes_after_resolution,
  measured.calls_past_resolution AS calls_past_resolution,
  measured.rated_calls_past_resolution AS rated_calls_past_resolution,
  (
    CAST(round(
      CAST((
        measured.calls_past_resolution / nullif(measured.calls_with_times, 0)
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS share_past_resolution,
  CASE
    WHEN measured.department <> 'Unknown' AND NOT measured.average_call_minutes IS NULL
    THEN rank() OVER (
      PARTITION BY measured.department = 'Unknown'
      ORDER BY measured.average_call_minutes DESC
    )
  END AS rank_by_call_minutes,
  CASE
    WHEN measured.department <> 'Unknown' AND NOT measured.average_handle_minutes IS NULL
    THEN rank() OVER (
      PARTITION BY measured.department = 'Unknown'
      ORDER BY measured.average_handle_minutes DESC
    )
  END AS rank_by_handle_minutes
FROM measured AS measured
ORDER BY
  rank_by_call_minutes NULLS LAST,
  department NULLS LAST;
