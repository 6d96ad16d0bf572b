-- sql/5_reports/interactions_by_month.sql
create or replace temporary view interactions_by_month as
/* One row per month: how many interactions started in it. */
SELECT
  fact_interactions.month AS month,
  count(*) AS total_interactions,
  count(*) FILTER(WHERE
    fact_interactions.is_call) AS total_calls,
  CASE
    WHEN fact_interactions.month <> 'Unknown'
    THEN rank() OVER (PARTITION BY fact_interactions.month = 'Unknown' ORDER BY count(*) DESC)
  END AS rank_by_interactions
FROM fact_interactions AS fact_interactions
GROUP BY
  fact_interactions.month
ORDER BY
  month NULLS LAST;
