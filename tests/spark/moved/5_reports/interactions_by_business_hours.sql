-- sql/5_reports/interactions_by_business_hours.sql
create or replace temporary view interactions_by_business_hours as
/* One row per month, contact center, and inside or outside of business hours (`4_core/rules.sql`). */
SELECT
  interactions_wide.month AS month,
  interactions_wide.contact_center_name AS contact_center_name,
  CASE interactions_wide.is_business_hours
    WHEN TRUE
    THEN 'inside'
    WHEN FALSE
    THEN 'outside'
    ELSE 'Unknown'
  END AS business_hours,
  count(*) AS total_interactions,
  count(*) FILTER(WHERE
    interactions_wide.is_call) AS total_calls,
  CAST(coalesce(
    sum(interactions_wide.call_duration_minutes) FILTER(WHERE
      interactions_wide.is_call),
    0
  ) AS DOUBLE) AS total_call_duration
FROM interactions_wide AS interactions_wide
GROUP BY
  interactions_wide.month,
  interactions_wide.contact_center_name,
  interactions_wide.is_business_hours
ORDER BY
  month NULLS LAST,
  contact_center_name NULLS LAST,
  business_hours NULLS LAST;
