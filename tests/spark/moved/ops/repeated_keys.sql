-- sql/ops/repeated_keys.sql
/* A key of a table that is there twice, if any is. */
SELECT
  interactions.interaction_id AS interaction_id
FROM core_interactions AS interactions
GROUP BY
  interactions.interaction_id
HAVING
  count(*) > 1
ORDER BY
  interaction_id NULLS LAST
LIMIT 1;
