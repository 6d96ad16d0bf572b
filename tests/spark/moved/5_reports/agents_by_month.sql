-- sql/5_reports/agents_by_month.sql
create or replace temporary view agents_by_month as
/* One row per month and agent with interactions: how many, and how members rated them. */
SELECT
  interactions_wide.month AS month,
  interactions_wide.agent_id AS agent_id,
  interactions_wide.agent_name AS agent_name,
  count(*) AS total_interactions,
  count(*) FILTER(WHERE
    interactions_wide.is_call) AS total_calls,
  CAST(coalesce(
    sum(interactions_wide.call_duration_minutes) FILTER(WHERE
      interactions_wide.is_call),
    0
  ) AS DOUBLE) AS total_call_duration,
  (
    CAST(round(
      CAST((
        CAST(sum(
          (
            CASE
              WHEN (
                interactions_wide.satisfaction_rating >= 1
                AND interactions_wide.satisfaction_rating <= 5
              )
              THEN interactions_wide.satisfaction_rating
            END
          )
        ) AS DOUBLE) / nullif(
          count(
            (
              CASE
                WHEN (
                  interactions_wide.satisfaction_rating >= 1
                  AND interactions_wide.satisfaction_rating <= 5
                )
                THEN interactions_wide.satisfaction_rating
              END
            )
          ),
          0
        )
      ) AS DECIMAL(18, 8)),
      2
    ) AS DOUBLE)
  ) AS average_rating,
  count(
    (
      CASE
        WHEN (
          interactions_wide.satisfaction_rating >= 1
          AND interactions_wide.satisfaction_rating <= 5
        )
        THEN interactions_wide.satisfaction_rating
      END
    )
  ) AS ratings
FROM interactions_wide AS interactions_wide
GROUP BY
  interactions_wide.month,
  interactions_wide.agent_id,
  interactions_wide.agent_name
ORDER BY
  month NULLS LAST,
  agent_name NULLS LAST,
  agent_id NULLS LAST;
