-- sql/4_core/interactions_wide.sql
create or replace temporary view interactions_wide as
/* One row per live interaction with all that reports ask of it, names beside the ids: the one view */
/* to start from. What refers to a missing or deleted row reads Unknown. */
SELECT
  fact.interaction_id AS interaction_id,
  fact.month AS month,
  fact.channel AS channel,
  fact.is_call AS is_call,
  coalesce(centers.contact_center_name, 'Unknown') AS contact_center_name,
  coalesce(centers.location, 'Unknown') AS location,
  coalesce(categories.department, 'Unknown') AS department,
  coalesce(categories.category_name, 'Unknown') AS category_name,
  coalesce(agents.full_name, 'Unknown') AS agent_name,
  fact.contact_center_id AS contact_center_id,
  fact.category_id AS category_id,
  fact.agent_id AS agent_id,
  agents.hire_date AS agent_hire_date,
  fact.call_duration_minutes AS call_duration_minutes,
  fact.minutes_to_resolution AS minutes_to_resolution,
  fact.minutes_after_resolution AS minutes_after_resolution,
  fact.satisfaction_rating AS satisfaction_rating,
  (
    CAST((
      (
        dayofweek(fact.interaction_start_local) + 5
      ) % 7 + 1
    ) AS INT)
  ) AS weekday,
  CAST(hour(fact.interaction_start_local) AS INT) AS start_hour,
  (
    (
      (
        CAST((
          (
            dayofweek(fact.interaction_start_local) + 5
          ) % 7 + 1
        ) AS INT)
      )
    ) <= 5
    AND hour(fact.interaction_start_local) >= 9
    AND hour(fact.interaction_start_local) < 17
  ) AS is_business_hours,
  fact.month_start AS month_start,
  fact.timestamp_local AS timestamp_local,
  fact.interaction_start_local AS interaction_start_local,
  fact.agent_resolution_timestamp_local AS agent_resolution_timestamp_local,
  fact.interaction_end_local AS interaction_end_local,
  NOT centers.contact_center_id IS NULL AS has_contact_center,
  NOT categories.category_id IS NULL AS has_category,
  NOT agents.agent_id IS NULL AS has_agent,
  fact.valid_from_month AS valid_from_month
FROM fact_interactions AS fact
LEFT JOIN dim_contact_centers AS centers
  ON fact.contact_center_id = centers.contact_center_id
LEFT JOIN dim_service_categories AS categories
  ON fact.category_id = categories.category_id
LEFT JOIN dim_agents AS agents
  ON fact.agent_id = agents.agent_id;
