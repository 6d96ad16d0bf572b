-- sql/6_checks/starts_are_not_after_the_month.sql
/* A month's file has no interaction of a later month. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'interactions start after the month of their file' AS what,
  count(*) AS occurrences,
  min_by(
    interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
    interactions.interaction_id
  ) AS example,
  'is the year mistyped, are day and month swapped, or is it the file of another month?' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.interaction_id IN (
    SELECT
      found.interaction_id AS interaction_id
    FROM core_interactions AS found
    WHERE
      found.month_start > (
        make_date(
          CAST(found.valid_from_month DIV 100 AS BIGINT),
          CAST(found.valid_from_month % 100 AS BIGINT),
          1
        )
      )
      AND found.valid_from_month >= :first_month
  )
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
