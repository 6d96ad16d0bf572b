-- sql/6_checks/times_are_in_order.sql
/* A resolution or an end before the start: such times are no part of an average, median or */
/* percentile. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'interactions are resolved or end before they start' AS what,
  count(*) AS occurrences,
  min(interactions.interaction_id) AS example,
  'their times are no part of an average, median or percentile' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.interaction_id IN (
    SELECT
      found.interaction_id AS interaction_id
    FROM core_interactions AS found
    WHERE
      NOT (
        coalesce(
          least(found.agent_resolution_timestamp_utc, found.interaction_end_utc) >= found.interaction_start_utc,
          TRUE
        )
      )
      AND found.valid_from_month >= :first_month
  )
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
