-- sql/5_reports/agent_moves.sql
create or replace temporary view agent_moves as
/* One row per agent and month whose file moved the agent to another contact center: from where to */
/* where, and the figures of the agent between the move before and this, and from this to the next. */
WITH versions AS (
  SELECT
    dim_agents_history.agent_id AS agent_id,
    dim_agents_history.contact_center_id AS center_after,
    dim_agents_history.valid_from_month AS moved_in_month,
    lag(dim_agents_history.contact_center_id) OVER (
      PARTITION BY dim_agents_history.agent_id
      ORDER BY dim_agents_history.valid_from_month NULLS LAST
    ) AS center_before
  FROM dim_agents_history AS dim_agents_history
), moves AS (
  SELECT
    versions.agent_id AS agent_id,
    versions.center_after AS center_after,
    versions.moved_in_month AS moved_in_month,
    versions.center_before AS center_before,
    coalesce(lag(versions.moved_in_month) OVER by_agent, 0) AS since_month,
    coalesce(lead(versions.moved_in_month) OVER by_agent, 999999) AS until_month
  FROM versions AS versions
  WHERE
    versions.center_before <> versions.center_after
  WINDOW by_agent AS (PARTITION BY versions.agent_id ORDER BY versions.moved_in_month NULLS LAST)
), measured AS (
  SELECT
    moves.agent_id AS agent_id,
    moves.moved_in_month AS moved_in_month,
    year(fact.month_start) * 100 + month(fact.month_start) < moves.moved_in_month AS is_before,
    count(*) AS interactions,
    (
      CAST(sum(fact.minutes_to_resolution) FILTER(WHERE
        fact.is_call) AS DOUBLE) / nullif(count(fact.minutes_to_resolution) FILTER(WHERE
        fact.is_call), 0)
    ) AS handle_minutes,
    (
      CAST(sum(
        (
          CASE
            WHEN (
              fact.satisfaction_rating >= 1 AND fact.satisfaction_rating <= 5
            )
            THEN fact.satisfaction_rating
          END
        )
      ) AS DOUBLE) / nullif(
        count(
          (
            CASE
              WHEN (
                fact.satisfaction_rating >= 1 AND fact.satisfaction_rating <= 5
              )
              THEN fact.satisfaction_rating
            END
          )
        ),
        0
      )
    ) AS rating
  FROM moves AS moves
  INNER JOIN fact_interactions AS fact
    ON moves.agent_id = fact.agent_id
  WHERE
    year(fact.month_start) * 100 + month(fact.month_start) >= moves.since_month
    AND year(fact.month_start) * 100 + month(fact.month_start) < moves.until_month
  GROUP BY
    moves.agent_id,
    moves.moved_in_month,
    year(fact.month_start) * 100 + month(fact.month_start) < moves.moved_in_month
)
SELECT
  moves.agent_id AS agent_id,
  coalesce(agents.full_name, 'Unknown') AS agent_name,
  moves.moved_in_month AS moved_in_month,
  coalesce(centers_before.contact_center_name, 'Unknown') AS contact_center_before,
  coalesce(centers_after.contact_center_name, 'Unknown') AS contact_center_after,
  coalesce(before.interactions, 0) AS interactions_before,
  coalesce(after.interactions, 0) AS interactions_after,
  (
    CAST(round(CAST(before.handle_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_handle_minutes_before,
  (
    CAST(round(CAST(after.handle_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_handle_minutes_after,
  (
    CAST(round(CAST(before.rating AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_rating_before,
  (
    CAST(round(CAST(after.rating AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_rating_after
FROM moves AS moves
LEFT JOIN dim_agents AS agents
  ON moves.agent_id = agents.agent_id
LEFT JOIN dim_contact_centers AS centers_before
  ON moves.center_before = centers_before.contact_center_id
LEFT JOIN dim_contact_centers AS centers_after
  ON moves.center_after = centers_after.contact_center_id
LEFT JOIN measured AS before
  ON moves.agent_id = before.agent_id
  AND moves.moved_in_month = before.moved_in_month
  AND before.is_before
LEFT JOIN measured AS after
  ON moves.agent_id = after.agent_id
  AND moves.moved_in_month = after.moved_in_month
  AND NOT after.is_before
ORDER BY
  moves.moved_in_month NULLS LAST,
  moves.agent_id NULLS LAST;
