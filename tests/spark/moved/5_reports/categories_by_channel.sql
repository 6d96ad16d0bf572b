-- sql/5_reports/categories_by_channel.sql
create or replace temporary view categories_by_channel as
/* How members come: one row per month, category and channel with interactions. */
WITH counted AS (
  SELECT
    interactions_wide.month AS month,
    interactions_wide.category_name AS category_name,
    coalesce(interactions_wide.channel, 'Unknown') AS channel,
    count(*) AS total_interactions
  FROM interactions_wide AS interactions_wide
  GROUP BY
    1,
    2,
    3
)
SELECT
  counted.month AS month,
  counted.category_name AS category_name,
  counted.channel AS channel,
  counted.total_interactions AS total_interactions,
  (
    CAST(round(
      CAST((
        counted.total_interactions / nullif(
          sum(counted.total_interactions) OVER (PARTITION BY counted.month, counted.category_name),
          0
        )
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS share_of_category
FROM counted AS counted
ORDER BY
  month NULLS LAST,
  category_name NULLS LAST,
  channel NULLS LAST;
