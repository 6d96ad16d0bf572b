-- sql/5_reports/support_report_history.sql
create or replace temporary view support_report_history as
/* One row per loaded month and row of the report as it stood after that month: every report */
/* that was ever sent, one below the other. Versions are counted by id and by how long they were */
/* current, then set beside the months, then named with the names of the time. */
WITH months AS (
  SELECT DISTINCT
    processed_files.month AS as_of_month
  FROM processed_files AS processed_files
), counted AS (
  SELECT
    fact_interactions_history.month_start AS month_start,
    fact_interactions_history.contact_center_id AS contact_center_id,
    fact_interactions_history.category_id AS category_id,
    fact_interactions_history.valid_from_month AS valid_from_month,
    fact_interactions_history.valid_to_month AS valid_to_month,
    count(*) AS interactions,
    count(*) FILTER(WHERE
      fact_interactions_history.is_call) AS calls,
    sum(fact_interactions_history.call_duration_minutes) FILTER(WHERE
      fact_interactions_history.is_call) AS call_minutes
  FROM fact_interactions_history AS fact_interactions_history
  GROUP BY
    fact_interactions_history.month_start,
    fact_interactions_history.contact_center_id,
    fact_interactions_history.category_id,
    fact_interactions_history.valid_from_month,
    fact_interactions_history.valid_to_month
)
SELECT
  months.as_of_month AS as_of_month,
  (
    coalesce(date_format(counted.month_start, 'yyyy-MM'), 'Unknown')
  ) AS month,
  coalesce(centers.contact_center_name, 'Unknown') AS contact_center_name,
  coalesce(categories.department, 'Unknown') AS department,
  CAST(sum(counted.interactions) AS BIGINT) AS total_interactions,
  CAST(sum(counted.calls) AS BIGINT) AS total_calls,
  CAST(coalesce(sum(counted.call_minutes), 0) AS DOUBLE) AS total_call_duration
FROM months AS months
INNER JOIN counted AS counted
  ON (
    months.as_of_month >= counted.valid_from_month
    AND months.as_of_month < coalesce(counted.valid_to_month, 999999)
  )
LEFT JOIN dim_contact_centers_history AS centers
  ON counted.contact_center_id = centers.contact_center_id
  AND (
    months.as_of_month >= centers.valid_from_month
    AND months.as_of_month < coalesce(centers.valid_to_month, 999999)
  )
LEFT JOIN dim_service_categories_history AS categories
  ON counted.category_id = categories.category_id
  AND (
    months.as_of_month >= categories.valid_from_month
    AND months.as_of_month < coalesce(categories.valid_to_month, 999999)
  )
GROUP BY
  1,
  2,
  3,
  4
ORDER BY
  1 NULLS LAST,
  2 NULLS LAST,
  3 NULLS LAST,
  4 NULLS LAST,
  5 NULLS LAST,
  6 NULLS LAST,
  7 NULLS LAST;
