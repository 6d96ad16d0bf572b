-- sql/6_checks/tables_are_accounted_for.sql
/* A table has the rows it had before a file, and those the file added, less those it deleted; */
/* and it has them still. */
/* severity: error */
WITH files AS (
  SELECT
    processed_files.table_name AS table_name,
    processed_files.file_name AS file_name,
    processed_files.table_rows_after AS table_rows_after,
    processed_files.table_rows_before + processed_files.rows_added - processed_files.rows_deleted AS rows_expected
  FROM ops_processed_files AS processed_files
), totals AS (
  SELECT
    processed_files.table_name AS table_name,
    'all files' AS file_name,
    sum(processed_files.rows_added - processed_files.rows_deleted) AS rows_expected
  FROM ops_processed_files AS processed_files
  GROUP BY
    processed_files.table_name
), counts AS (
  SELECT
    'contact_centers' AS table_name,
    count(*) AS rows_found
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    'service_categories' AS table_name,
    count(*) AS rows_found
  FROM core_service_categories AS service_categories
  UNION ALL
  SELECT
    'agents' AS table_name,
    count(*) AS rows_found
  FROM core_agents AS agents
  UNION ALL
  SELECT
    'interactions' AS table_name,
    count(*) AS rows_found
  FROM core_interactions AS interactions
)
SELECT
  files.file_name AS file_name,
  files.table_name AS table_name,
  files.rows_expected AS rows_expected,
  files.table_rows_after AS rows_found
FROM files AS files
WHERE
  files.table_rows_after <> files.rows_expected
UNION ALL
SELECT
  totals.file_name AS file_name,
  counts.table_name AS table_name,
  totals.rows_expected AS rows_expected,
  counts.rows_found AS rows_found
FROM counts AS counts
LEFT JOIN totals AS totals
  ON counts.table_name = totals.table_name
WHERE
  counts.rows_found IS DISTINCT FROM coalesce(totals.rows_expected, 0);
