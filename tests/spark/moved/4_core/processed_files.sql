-- sql/4_core/processed_files.sql
create or replace temporary view processed_files as
/* One row per file that was loaded, as of `as_of_month()`: what it was and what it did. When and by */
/* whom is in `ops.processed_files`: what is here follows from the files alone. */
SELECT
  processed_files.table_name AS table_name,
  processed_files.month AS month,
  processed_files.file_name AS file_name,
  processed_files.sha256 AS sha256,
  processed_files.size_bytes AS size_bytes,
  processed_files.rows_read AS rows_read,
  processed_files.rows_added AS rows_added,
  processed_files.rows_updated AS rows_updated,
  processed_files.rows_deleted AS rows_deleted,
  processed_files.rows_unchanged AS rows_unchanged,
  processed_files.rows_superseded AS rows_superseded,
  processed_files.deletes_of_missing_keys AS deletes_of_missing_keys,
  processed_files.rows_rejected AS rows_rejected,
  processed_files.adds_that_updated AS adds_that_updated,
  processed_files.updates_that_added AS updates_that_added,
  processed_files.table_rows_before AS table_rows_before,
  processed_files.table_rows_after AS table_rows_after,
  processed_files.load_rules_sha256 AS load_rules_sha256,
  processed_files.times_have_zone AS times_have_zone
FROM ops_processed_files AS processed_files
WHERE
  processed_files.month <= (
    coalesce(CAST(NULL AS INT), 999912)
  );
