-- sql/6_checks/durations_agree_with_times.sql
/* The minutes of a call and its start and end say the same, give or take a minute. A few calls that */
/* disagree are noise; two or more, and one call in ten of the file, are another unit or clock. */
/* severity: warning */
WITH calls AS (
  SELECT
    interactions.interaction_id AS row_number,
    interactions.valid_from_month AS valid_from_month,
    (
      abs(
        interactions.call_duration_minutes - (
          CAST((
            unix_micros(interactions.interaction_end_utc) - unix_micros(interactions.interaction_start_utc)
          ) / 60000000 AS DECIMAL(12, 4))
        )
      ) <= 1
    ) AS is_agreed
  FROM core_interactions AS interactions
  WHERE
    (
      coalesce(interactions.channel IN ('phone'), FALSE)
    )
    AND interactions.call_duration_minutes > 0
    AND (
      coalesce(
        least(interactions.agent_resolution_timestamp_utc, interactions.interaction_end_utc) >= interactions.interaction_start_utc,
        TRUE
      )
    )
    AND interactions.valid_from_month >= :first_month
), suspects AS (
  SELECT
    calls.valid_from_month AS valid_from_month
  FROM calls AS calls
  GROUP BY
    calls.valid_from_month
  HAVING
    count(*) FILTER(WHERE
      NOT calls.is_agreed) >= 2
    AND count(*) FILTER(WHERE
      NOT calls.is_agreed) > count(*) / 10
), disagreeing AS (
  SELECT
    files.file_name AS file_name,
    interactions.interaction_id AS interaction_id,
    interactions.call_duration_minutes / nullif(
      (
        CAST((
          unix_micros(interactions.interaction_end_utc) - unix_micros(interactions.interaction_start_utc)
        ) / 60000000 AS DECIMAL(12, 4))
      ),
      0
    ) AS ratio
  FROM suspects AS suspects
  INNER JOIN ops_processed_files AS files
    ON suspects.valid_from_month = files.month AND files.table_name = 'interactions'
  INNER JOIN calls AS calls
    ON suspects.valid_from_month = calls.valid_from_month
  INNER JOIN core_interactions AS interactions
    ON calls.row_number = interactions.interaction_id
  WHERE
    NOT calls.is_agreed
)
SELECT
  disagreeing.file_name AS file_name,
  'calls have a duration that disagrees with their start and end' AS what,
  count(*) AS occurrences,
  min(disagreeing.interaction_id) AS example,
  CASE
    WHEN count(*) FILTER(WHERE
      disagreeing.ratio BETWEEN 55 AND 65) > count(*) / 2
    THEN 'they seem to be in seconds, not minutes'
    WHEN count(*) FILTER(WHERE
      disagreeing.ratio BETWEEN 1 / 65 AND 1 / 55) > count(*) / 2
    THEN 'they seem to be in hours, not minutes'
    ELSE 'are they in minutes?'
  END AS advice
FROM disagreeing AS disagreeing
GROUP BY
  disagreeing.file_name
ORDER BY
  file_name NULLS LAST;
