-- sql/spark/counts.sql
/* What the records of a file add up to. The ids of a block follow one another, else nobody knows */
/* the order of the file. */
WITH orders AS (
  SELECT
    coalesce(bool_and(blocks.lines = blocks.last_id - blocks.first_id + 1), TRUE) AS has_order
  FROM blocks AS blocks
), sums AS (
  SELECT
    count(*) AS records,
    count(*) FILTER(WHERE
      NOT numbered.is_plain) AS suspects,
    count(*) FILTER(WHERE
      numbered.shape = 'a quote that is never closed') AS open_quotes
  FROM numbered AS numbered
)
SELECT
  sums.records AS records,
  sums.suspects AS suspects,
  sums.open_quotes AS open_quotes,
  orders.has_order AS has_order
FROM sums AS sums
CROSS JOIN orders AS orders;
