-- sql/ops/deleted_rows.sql
/* How many interactions are live, and how many deleted ones still have their room in the file. */
SELECT
  count(*) AS live,
  coalesce(max(interactions.interaction_id) + 1 - count(*), 0) AS deleted
FROM core_interactions AS interactions;
