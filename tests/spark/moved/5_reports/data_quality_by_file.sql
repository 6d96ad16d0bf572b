-- sql/5_reports/data_quality_by_file.sql
create or replace temporary view data_quality_by_file as
/* One row per file that was loaded: what became of its rows, and for interactions what is */
/* unexpected about those that are live still, since a later file may have corrected the others. */
WITH live AS (
  SELECT
    fact.valid_from_month AS valid_from_month,
    count(*) AS live_interactions,
    count(*) FILTER(WHERE
      centers.contact_center_id IS NULL) AS unknown_contact_centers,
    count(*) FILTER(WHERE
      categories.category_id IS NULL) AS unknown_categories,
    count(*) FILTER(WHERE
      NOT fact.agent_id IS NULL AND agents.agent_id IS NULL) AS unknown_agents,
    count(*) FILTER(WHERE
      fact.agent_id IS NULL) AS interactions_without_agent,
    count(*) FILTER(WHERE
      fact.is_call
      AND NOT (
        abs(
          fact.call_duration_minutes - (
            CAST((
              unix_micros(fact.interaction_end_utc) - unix_micros(fact.interaction_start_utc)
            ) / 60000000 AS DECIMAL(12, 4))
          )
        ) <= 1
      )) AS durations_that_disagree,
    count(*) FILTER(WHERE
      fact.is_call AND fact.call_duration_minutes IS NULL) AS calls_without_duration,
    count(*) FILTER(WHERE
      fact.is_call AND fact.interaction_end_utc IS NULL) AS calls_without_end,
    count(*) FILTER(WHERE
      NOT (
        coalesce(
          least(fact.agent_resolution_timestamp_utc, fact.interaction_end_utc) >= fact.interaction_start_utc,
          TRUE
        )
      )) AS times_out_of_order,
    count(*) FILTER(WHERE
      NOT (
        fact.satisfaction_rating >= 1 AND fact.satisfaction_rating <= 5
      )) AS ratings_outside_1_to_5
  FROM fact_interactions AS fact
  LEFT JOIN dim_contact_centers AS centers
    ON fact.contact_center_id = centers.contact_center_id
  LEFT JOIN dim_service_categories AS categories
    ON fact.category_id = categories.category_id
  LEFT JOIN dim_agents AS agents
    ON fact.agent_id = agents.agent_id
  GROUP BY
    fact.valid_from_month
), counted /* A file of interactions of which nothing is live has zeros, one of another table has nothing. */ AS (
  SELECT
    files.file_name AS file_name,
    coalesce(live.live_interactions, 0) AS live_interactions,
    coalesce(live.unknown_contact_centers, 0) AS unknown_contact_centers,
    coalesce(live.unknown_categories, 0) AS unknown_categories,
    coalesce(live.unknown_agents, 0) AS unknown_agents,
    coalesce(live.interactions_without_agent, 0) AS interactions_without_agent,
    coalesce(live.durations_that_disagree, 0) AS durations_that_disagree,
    coalesce(live.calls_without_duration, 0) AS calls_without_duration,
    coalesce(live.calls_without_end, 0) AS calls_without_end,
    coalesce(live.times_out_of_order, 0) AS times_out_of_order,
    coalesce(live.ratings_outside_1_to_5, 0) AS ratings_outside_1_to_5
  FROM processed_files AS files
  LEFT JOIN live AS live
    ON files.month = live.valid_from_month
  WHERE
    files.table_name = 'interactions'
)
SELECT
  files.month AS month,
  files.table_name AS table_name,
  files.file_name AS file_name,
  files.rows_read AS rows_read,
  files.rows_added AS rows_added,
  files.rows_updated AS rows_updated,
  files.rows_deleted AS rows_deleted,
  files.rows_unchanged AS rows_unchanged,
  files.rows_superseded AS rows_superseded,
  files.deletes_of_missing_keys AS deletes_of_missing_keys,
  files.rows_rejected AS rows_rejected,
  counted.live_interactions AS live_interactions,
  counted.unknown_contact_centers AS unknown_contact_centers,
  counted.unknown_categories AS unknown_categories,
  counted.unknown_agents AS unknown_agents,
  counted.interactions_without_agent AS interactions_without_agent,
  counted.durations_that_disagree AS durations_that_disagree,
  counted.calls_without_duration AS calls_without_duration,
  counted.calls_without_end AS calls_without_end,
  counted.times_out_of_order AS times_out_of_order,
  counted.ratings_outside_1_to_5 AS ratings_outside_1_to_5
FROM processed_files AS files
LEFT JOIN counted AS counted
  ON files.file_name = counted.file_name
ORDER BY
  files.month NULLS LAST,
  files.file_name NULLS LAST;
