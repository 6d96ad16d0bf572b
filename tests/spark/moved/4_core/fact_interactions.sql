-- sql/4_core/fact_interactions.sql
create or replace temporary view fact_interactions as
/* One row per live interaction, as of `as_of_month()`. A deleted one is only in the history. */
SELECT
  fact_interactions_history.interaction_id AS interaction_id,
  fact_interactions_history.contact_center_id AS contact_center_id,
  fact_interactions_history.category_id AS category_id,
  fact_interactions_history.agent_id AS agent_id,
  fact_interactions_history.channel AS channel,
  fact_interactions_history.month AS month,
  fact_interactions_history.call_duration_minutes AS call_duration_minutes,
  fact_interactions_history.satisfaction_rating AS satisfaction_rating,
  fact_interactions_history.minutes_to_resolution AS minutes_to_resolution,
  fact_interactions_history.minutes_after_resolution AS minutes_after_resolution,
  fact_interactions_history.is_call AS is_call,
  fact_interactions_history.month_start AS month_start,
  fact_interactions_history.timestamp_utc AS timestamp_utc,
  fact_interactions_history.interaction_start_utc AS interaction_start_utc,
  fact_interactions_history.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  fact_interactions_history.interaction_end_utc AS interaction_end_utc,
  fact_interactions_history.timestamp_local AS timestamp_local,
  fact_interactions_history.interaction_start_local AS interaction_start_local,
  fact_interactions_history.agent_resolution_timestamp_local AS agent_resolution_timestamp_local,
  fact_interactions_history.interaction_end_local AS interaction_end_local,
  fact_interactions_history.valid_from_month AS valid_from_month
FROM fact_interactions_history AS fact_interactions_history
WHERE
  fact_interactions_history.is_current;
