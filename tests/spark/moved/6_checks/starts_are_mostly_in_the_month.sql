-- sql/6_checks/starts_are_mostly_in_the_month.sql
/* Most of what a month's file adds started in its month. What it updates may be older; so the rows */
/* outside of the month that are more than the updates were added. The first extract has the past. */
/* severity: warning */
WITH outside AS (
  SELECT
    interactions.valid_from_month AS valid_from_month,
    count(*) AS occurrences
  FROM core_interactions AS interactions
  WHERE
    interactions.month_start <> (
      make_date(
        CAST(interactions.valid_from_month DIV 100 AS BIGINT),
        CAST(interactions.valid_from_month % 100 AS BIGINT),
        1
      )
    )
    AND interactions.valid_from_month >= :first_month
  GROUP BY
    interactions.valid_from_month
), suspects AS (
  SELECT
    files.file_name AS file_name,
    files.month AS month,
    outside.occurrences AS occurrences
  FROM outside AS outside
  INNER JOIN ops_processed_files AS files
    ON outside.valid_from_month = files.month AND files.table_name = 'interactions'
  WHERE
    outside.occurrences - files.rows_updated > files.rows_added / 2
    AND files.month > (
      SELECT
        min(first.month) AS _col_0
      FROM ops_processed_files AS first
    )
)
SELECT
  suspects.file_name AS file_name,
  'rows of the file are outside of its month, most of those that it adds' AS what,
  suspects.occurrences AS occurrences,
  min_by(
    interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
    interactions.interaction_id
  ) AS example,
  'is it the file of another month?' AS advice
FROM suspects AS suspects
INNER JOIN core_interactions AS interactions
  ON suspects.month = interactions.valid_from_month
  AND (
    make_date(CAST(suspects.month DIV 100 AS BIGINT), CAST(suspects.month % 100 AS BIGINT), 1)
  ) <> interactions.month_start
GROUP BY
  suspects.file_name,
  suspects.occurrences
ORDER BY
  file_name NULLS LAST;
