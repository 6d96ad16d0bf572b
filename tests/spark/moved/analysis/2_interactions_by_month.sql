-- sql/analysis/2_interactions_by_month.sql
/* Which month had the most interactions? */
WITH counted AS (
  SELECT
    interactions_by_month.month AS month,
    interactions_by_month.total_interactions AS total_interactions,
    interactions_by_month.total_calls AS total_calls,
    interactions_by_month.rank_by_interactions AS rank_by_interactions,
    sum(interactions_by_month.total_interactions) OVER () AS total_of_all
  FROM interactions_by_month AS interactions_by_month
)
SELECT
  listagg(counted.month, ' and ') WITHIN GROUP (ORDER BY
    counted.month NULLS LAST) || ', with ' || max(counted.total_interactions) || ' of ' || max(counted.total_of_all) || '.' AS answer
FROM counted AS counted
WHERE
  counted.rank_by_interactions = 1
HAVING
  count(*) > 0;
SELECT
  interactions_by_month.month AS month,
  interactions_by_month.rank_by_interactions AS rank_by_interactions,
  interactions_by_month.total_interactions AS total_interactions
FROM interactions_by_month AS interactions_by_month
ORDER BY
  month NULLS LAST;
