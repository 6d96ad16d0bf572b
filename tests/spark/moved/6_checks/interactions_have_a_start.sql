-- sql/6_checks/interactions_have_a_start.sql
/* Interactions without a start belong to no month: reports call it Unknown. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'interactions without a start are in the month Unknown' AS what,
  count(*) AS occurrences,
  min(interactions.interaction_id) AS example,
  '' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.interaction_start_utc IS NULL
  AND interactions.valid_from_month >= :first_month
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
