-- sql/6_checks/starts_are_before_the_record.sql
/* An interaction is written down once it has started. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'interactions start after their record was written' AS what,
  count(*) AS occurrences,
  min_by(
    interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
    interactions.interaction_id
  ) AS example,
  'is the time local, or the year mistyped?' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.interaction_id IN (
    SELECT
      found.interaction_id AS interaction_id
    FROM core_interactions AS found
    WHERE
      found.interaction_start_utc > found.timestamp_utc
      AND found.valid_from_month >= :first_month
  )
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
