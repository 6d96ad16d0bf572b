-- sql/4_core/load_steps.sql
create or replace temporary view load_steps as
/* One row per loaded month but the first: the month, and the one that was loaded before it. */
WITH months AS (
  SELECT DISTINCT
    processed_files.month AS month
  FROM processed_files AS processed_files
)
SELECT
  changed_in_month,
  month_before
FROM (
  SELECT
    months.month AS changed_in_month,
    lag(months.month) OVER (ORDER BY months.month NULLS LAST) AS month_before,
    lag(months.month) OVER (ORDER BY months.month NULLS LAST) AS _w
  FROM months AS months
) AS _t
WHERE
  NOT _w IS NULL;
