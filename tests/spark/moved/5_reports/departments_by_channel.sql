-- sql/5_reports/departments_by_channel.sql
create or replace temporary view departments_by_channel as
/* How members come: one row per month, department and channel with interactions. */
WITH counted AS (
  SELECT
    interactions_wide.month AS month,
    interactions_wide.department AS department,
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
  counted.department AS department,
  counted.channel AS channel,
  counted.total_interactions AS total_interactions,
  (
    CAST(round(
      CAST((
        counted.total_interactions / nullif(
          sum(counted.total_interactions) OVER (PARTITION BY counted.month, counted.department),
          0
        )
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS share_of_department
FROM counted AS counted
ORDER BY
  month NULLS LAST,
  department NULLS LAST,
  channel NULLS LAST;
