-- sql/6_checks/rows_are_more_than_a_key.sql
/* A row with a key and nothing that says when, where and about what: a total or a footer in another */
/* language, that English words for it did not give away. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'interactions have no time, channel, center or category' AS what,
  count(*) AS occurrences,
  min(interactions.interaction_id) AS example,
  'is it a total, or a footer?' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.interaction_start_utc IS NULL
  AND interactions.timestamp_utc IS NULL
  AND interactions.channel IS NULL
  AND interactions.contact_center_id IS NULL
  AND interactions.category_id IS NULL
  AND interactions.valid_from_month >= :first_month
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
