-- sql/5_reports/contact_centers_by_quarter.sql
create or replace temporary view contact_centers_by_quarter as
/* One row per quarter and contact center: how many interactions it took. */
WITH counted AS (
  SELECT
    fact_interactions.month_start AS month_start,
    fact_interactions.contact_center_id AS contact_center_id,
    count(*) AS interactions,
    count(*) FILTER(WHERE
      fact_interactions.is_call) AS calls
  FROM fact_interactions AS fact_interactions
  GROUP BY
    fact_interactions.month_start,
    fact_interactions.contact_center_id
), named AS (
  SELECT
    CASE
      WHEN counted.month_start IS NULL
      THEN 'Unknown'
      ELSE CAST(year(counted.month_start) AS STRING) || '-Q' || CAST(quarter(counted.month_start) AS STRING)
    END AS quarter,
    coalesce(dim_contact_centers.contact_center_name, 'Unknown') AS contact_center_name,
    counted.interactions AS interactions,
    counted.calls AS calls
  FROM counted AS counted
  LEFT JOIN dim_contact_centers AS dim_contact_centers
    ON counted.contact_center_id = dim_contact_centers.contact_center_id
)
SELECT
  named.quarter AS quarter,
  named.contact_center_name AS contact_center_name,
  CAST(sum(named.interactions) AS BIGINT) AS total_interactions,
  CAST(sum(named.calls) AS BIGINT) AS total_calls,
  CASE
    WHEN named.quarter <> 'Unknown' AND named.contact_center_name <> 'Unknown'
    THEN rank() OVER (
      PARTITION BY named.quarter, named.contact_center_name = 'Unknown'
      ORDER BY sum(named.interactions) DESC
    )
  END AS rank_in_quarter
FROM named AS named
GROUP BY
  named.quarter,
  named.contact_center_name
ORDER BY
  quarter NULLS LAST,
  rank_in_quarter NULLS LAST,
  contact_center_name NULLS LAST;
