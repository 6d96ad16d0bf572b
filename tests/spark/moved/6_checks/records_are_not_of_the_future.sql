-- sql/6_checks/records_are_not_of_the_future.sql
/* A record is written in the month of its file, or in the next one, when that was exported. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'records were written after the month that follows that of their file' AS what,
  count(*) AS occurrences,
  min_by(
    interactions.interaction_id || ' at ' || interactions.timestamp_utc,
    interactions.interaction_id
  ) AS example,
  'is the year mistyped, or are day and month swapped?' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.interaction_id IN (
    SELECT
      found.interaction_id AS interaction_id
    FROM core_interactions AS found
    WHERE
      found.timestamp_utc >= (
        make_date(
          CAST(found.valid_from_month DIV 100 AS BIGINT),
          CAST(found.valid_from_month % 100 AS BIGINT),
          1
        )
      ) + INTERVAL '2' MONTHS + INTERVAL '1' DAY
      AND found.valid_from_month >= :first_month
  )
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
