-- sql/spark/joined.sql
-- written down as joined
WITH counted AS (
  SELECT
    lines.value AS value,
    row_number() OVER in_order AS line,
    sum(length(lines.value) - length(replace(lines.value, '"', ''))) OVER in_order AS quotes
  FROM lines AS lines
  WINDOW in_order AS (ORDER BY lines.block_start NULLS LAST, lines.row_id NULLS LAST)
), started AS (
  SELECT
    counted.value AS value,
    counted.line AS line,
    counted.quotes AS quotes,
    lag(counted.quotes, 1, 0) OVER (ORDER BY counted.line NULLS LAST) % 2 = 0 AS is_start
  FROM counted AS counted
), numbered AS (
  SELECT
    started.value AS value,
    started.line AS line,
    started.quotes AS quotes,
    started.is_start AS is_start,
    sum(CASE WHEN started.is_start THEN 1 ELSE 0 END) OVER (ORDER BY started.line NULLS LAST) AS record
  FROM started AS started
)
SELECT
  0 AS block_start,
  min(numbered.line) AS row_id,
  listagg(numbered.value, chr(  10)) WITHIN GROUP (ORDER BY
    numbered.line NULLS LAST) AS value
FROM numbered AS numbered
GROUP BY
  numbered.record;
