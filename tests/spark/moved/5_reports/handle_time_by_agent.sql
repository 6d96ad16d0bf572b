-- sql/5_reports/handle_time_by_agent.sql
create or replace temporary view handle_time_by_agent as
/* One row per agent with phone calls: how long calls last, and how long agents work on */
/* them. The two ranks stand side by side since they disagree where calls run on after the agent's */
/* resolution. What is Unknown has no rank, and no call without the times counts. */
WITH measured AS (
  SELECT
    fact_interactions.agent_id AS agent_id,
    count(*) AS total_calls,
    (
      CAST(sum(fact_interactions.call_duration_minutes) AS DOUBLE) / nullif(count(fact_interactions.call_duration_minutes), 0)
    ) AS average_call_minutes,
    percentile(fact_interactions.call_duration_minutes, array(0.5, 0.9)) AS call_quantiles,
    (
      CAST(sum(fact_interactions.minutes_to_resolution) AS DOUBLE) / nullif(count(fact_interactions.minutes_to_resolution), 0)
    ) AS average_handle_minutes,
    percentile(fact_interactions.minutes_to_resolution, array(0.5, 0.9)) AS handle_quantiles,
    (
      CAST(sum(fact_interactions.minutes_after_resolution) AS DOUBLE) / nullif(count(fact_interactions.minutes_after_resolution), 0)
    ) AS average_minutes_after_resolution,
    percentile(fact_interactions.minutes_after_resolution, array(0.5, 0.9)) AS after_quantiles,
    count(fact_interactions.minutes_after_resolution) AS calls_with_times,
    count(*) FILTER(WHERE
      fact_interactions.minutes_after_resolution > 0) AS calls_past_resolution,
    count(*) FILTER(WHERE
      fact_interactions.minutes_after_resolution > 0
      AND NOT fact_interactions.satisfaction_rating IS NULL) AS rated_calls_past_resolution
  FROM fact_interactions AS fact_interactions
  WHERE
    fact_interactions.is_call
  GROUP BY
    fact_interactions.agent_id
), named AS (
  SELECT
    measured.agent_id AS agent_id,
    measured.total_calls AS total_calls,
    measured.average_call_minutes AS average_call_minutes,
    measured.call_quantiles AS call_quantiles,
    measured.average_handle_minutes AS average_handle_minutes,
    measured.handle_quantiles AS handle_quantiles,
    measured.average_minutes_after_resolution AS average_minutes_after_resolution,
    measured.after_quantiles AS after_quantiles,
    measured.calls_with_times AS calls_with_times,
    measured.calls_past_resolution AS calls_past_resolution,
    measured.rated_calls_past_resolution AS rated_calls_past_resolution,
    coalesce(agents.full_name, 'Unknown') AS agent_name
  FROM measured AS measured
  LEFT JOIN dim_agents AS agents
    ON measured.agent_id = agents.agent_id
)
SELECT
  named.agent_name AS agent_name,
  named.agent_id AS agent_id,
  named.total_calls AS total_calls,
  (
    CAST(round(CAST(named.average_call_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_call_minutes,
  (
    CAST(round(CAST(get(named.call_quantiles, 0) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS median_call_minutes,
  (
    CAST(round(CAST(get(named.call_quantiles, 1) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS p90_call_minutes,
  (
    CAST(round(CAST(named.average_handle_minutes AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_handle_minutes,
  (
    CAST(round(CAST(get(named.handle_quantiles, 0) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS median_handle_minutes,
  (
    CAST(round(CAST(get(named.handle_quantiles, 1) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS p90_handle_minutes,
  (
    CAST(round(CAST(named.average_minutes_after_resolution AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS average_minutes_after_resolution,
  (
    CAST(round(CAST(get(named.after_quantiles, 0) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS median_minutes_after_resolution,
  (
    CAST(round(CAST(get(named.after_quantiles, 1) AS DECIMAL(18, 8)), 2) AS DOUBLE)
  ) AS p90_minutes_after_resolution,
  named.calls_past_resolution AS calls_past_resolution,
  named.rated_calls_past_resolution AS rated_calls_past_resolution,
  (
    CAST(round(
      CAST((
        named.calls_past_resolution / nullif(named.calls_with_times, 0)
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS share_past_resolution,
  CASE
    WHEN named.agent_name <> 'Unknown' AND NOT named.average_call_minutes IS NULL
    THEN rank() OVER (
      PARTITION BY named.agent_name = 'Unknown'
      ORDER BY named.average_call_minutes DESC
    )
  END AS rank_by_call_minutes,
  CASE
    WHEN named.agent_name <> 'Unknown' AND NOT named.average_handle_minutes IS NULL
    THEN rank() OVER (
      PARTITION BY named.agent_name = 'Unknown'
      ORDER BY named.average_handle_minutes DESC
    )
  END AS rank_by_handle_minutes
FROM named AS named
ORDER BY
  rank_by_call_minutes NULLS LAST,
  agent_name NULLS LAST,
  agent_id NULLS LAST;
