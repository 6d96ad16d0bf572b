-- sql/6_checks/ratings_are_from_1_to_5.sql
/* Ratings outside the scale are kept as they came, and are no part of an average. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'ratings are not from 1 to 5, and are no part of an average' AS what,
  count(*) AS occurrences,
  min(interactions.interaction_id) AS example,
  '' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  NOT (
    interactions.satisfaction_rating >= 1 AND interactions.satisfaction_rating <= 5
  )
  AND interactions.valid_from_month >= :first_month
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
