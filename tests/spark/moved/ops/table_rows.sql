-- sql/ops/table_rows.sql
/* How many rows each table has, by the name to query it by. */
WITH counted AS (
  SELECT
    1 AS turn,
    'dim_contact_centers' AS relation,
    count(*) AS number_of_rows
  FROM dim_contact_centers AS dim_contact_centers
  UNION ALL
  SELECT
    2 AS turn,
    'dim_service_categories' AS relation,
    count(*) AS number_of_rows
  FROM dim_service_categories AS dim_service_categories
  UNION ALL
  SELECT
    3 AS turn,
    'dim_agents' AS relation,
    count(*) AS number_of_rows
  FROM dim_agents AS dim_agents
  UNION ALL
  SELECT
    4 AS turn,
    'fact_interactions' AS relation,
    count(*) AS number_of_rows
  FROM fact_interactions AS fact_interactions
)
SELECT
  counted.relation AS relation,
  counted.number_of_rows AS number_of_rows
FROM counted AS counted
ORDER BY
  counted.turn NULLS LAST;
