-- sql/5_reports/support_report.sql
create or replace temporary view support_report as
/* One row per month, contact center and department: interactions, calls, and minutes of calls. */
/* From the fact with the names of the dimensions; a name that is not there reads Unknown, and */
/* no interaction is left out. Counted by id first and named after: the names are few. */
WITH counted AS (
  SELECT
    fact_interactions.month_start AS month_start,
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
), named AS (
  SELECT
    (
      coalesce(date_format(counted.month_start, 'yyyy-MM'), 'Unknown')
    ) AS month,
    coalesce(centers.contact_center_name, 'Unknown') AS contact_center_name,
    coalesce(categories.department, 'Unknown') AS department,
    counted.interactions AS interactions,
    counted.calls AS calls,
    counted.call_minutes AS call_minutes
  FROM counted AS counted
  LEFT JOIN dim_contact_centers AS centers
    ON counted.contact_center_id = centers.contact_center_id
  LEFT JOIN dim_service_categories AS categories
    ON counted.category_id = categories.category_id
)
SELECT
  named.month AS month,
  named.contact_center_name AS contact_center_name,
  named.department AS department,
  CAST(sum(named.interactions) AS BIGINT) AS total_interactions,
  CAST(sum(named.calls) AS BIGINT) AS total_calls,
  CAST(coalesce(sum(named.call_minutes), 0) AS DOUBLE) AS total_call_duration
FROM named AS named
GROUP BY
  named.month,
  named.contact_center_name,
  named.department
ORDER BY
  month NULLS LAST,
  contact_center_name NULLS LAST,
  department NULLS LAST;
