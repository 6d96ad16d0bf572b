-- sql/5_reports/support_report_names_then.sql
create or replace temporary view support_report_names_then as
/* One row per row of the report, with the names of the month in which the interactions took place */
/* beside those of today. Before the first loaded month its names hold. */
WITH counted AS (
  SELECT
    fact_interactions.month_start AS month_start,
    greatest(
      year(fact_interactions.month_start) * 100 + month(fact_interactions.month_start),
      (
        SELECT
          min(files.month) AS _col_0
        FROM processed_files AS files
      )
    ) AS as_of_month,
    fact_interactions.contact_center_id AS contact_center_id,
    fact_interactions.category_id AS category_id,
    count(*) AS interactions,
    count(*) FILTER(WHERE
      fact_interactions.is_call) AS calls,
    sum(fact_interactions.call_duration_minutes) FILTER(WHERE
      fact_interactions.is_call) AS call_minutes
  FROM fact_interactions AS fact_interactions
  GROUP BY
    fact_interactions.month_start,
    fact_interactions.contact_center_id,
    fact_interactions.category_id
)
SELECT
  (
    coalesce(date_format(counted.month_start, 'yyyy-MM'), 'Unknown')
  ) AS month,
  coalesce(centers_then.contact_center_name, 'Unknown') AS contact_center_name_then,
  coalesce(categories_then.department, 'Unknown') AS department_then,
  coalesce(centers.contact_center_name, 'Unknown') AS contact_center_name,
  coalesce(categories.department, 'Unknown') AS department,
  CAST(sum(counted.interactions) AS BIGINT) AS total_interactions,
  CAST(sum(counted.calls) AS BIGINT) AS total_calls,
  CAST(coalesce(sum(counted.call_minutes), 0) AS DOUBLE) AS total_call_duration
FROM counted AS counted
LEFT JOIN dim_contact_centers AS centers
  ON counted.contact_center_id = centers.contact_center_id
LEFT JOIN dim_service_categories AS categories
  ON counted.category_id = categories.category_id
LEFT JOIN dim_contact_centers_history AS centers_then
  ON counted.contact_center_id = centers_then.contact_center_id
  AND (
    counted.as_of_month >= centers_then.valid_from_month
    AND counted.as_of_month < coalesce(centers_then.valid_to_month, 999999)
  )
LEFT JOIN dim_service_categories_history AS categories_then
  ON counted.category_id = categories_then.category_id
  AND (
    counted.as_of_month >= categories_then.valid_from_month
    AND counted.as_of_month < coalesce(categories_then.valid_to_month, 999999)
  )
GROUP BY
  1,
  2,
  3,
  4,
  5
ORDER BY
  1 NULLS LAST,
  2 NULLS LAST,
  3 NULLS LAST,
  4 NULLS LAST,
  5 NULLS LAST,
  6 NULLS LAST,
  7 NULLS LAST,
  8 NULLS LAST;
