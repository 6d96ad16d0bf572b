-- sql/spark/repeated_keys.sql
/* The keys that an initial file has more than once: each line but the first of its key. */
WITH first_lines AS (
  SELECT
    good_interactions.interaction_id AS key,
    min(good_interactions.line) AS first_line
  FROM good_interactions AS good_interactions
  GROUP BY
    good_interactions.interaction_id
  HAVING
    count(*) > 1
)
SELECT
  good.line AS line,
  good.interaction_id AS cell,
  first_lines.first_line AS first_line,
  CAST(NULL AS STRING) AS raw_text
FROM good_interactions AS good
INNER JOIN first_lines AS first_lines
  ON good.interaction_id = first_lines.key
WHERE
  good.line > first_lines.first_line
ORDER BY
  good.line NULLS LAST
LIMIT :most;
