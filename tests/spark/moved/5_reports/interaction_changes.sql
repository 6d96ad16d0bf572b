-- sql/5_reports/interaction_changes.sql
create or replace temporary view interaction_changes as
/* One row per loaded month but the first and interaction whose row began or ended with it: what it */
/* said before beside what it says since. Only what a month brought and what it replaced is read. */
WITH before AS (
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
    fact_interactions_history.valid_from_month AS valid_from_month,
    fact_interactions_history.valid_to_month AS valid_to_month,
    fact_interactions_history.superseded_by AS superseded_by,
    fact_interactions_history.ended_as AS ended_as,
    fact_interactions_history.is_current AS is_current
  FROM fact_interactions_history AS fact_interactions_history
  WHERE
    NOT fact_interactions_history.valid_to_month IS NULL
), after AS (
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
    fact_interactions_history.valid_from_month AS valid_from_month,
    fact_interactions_history.valid_to_month AS valid_to_month,
    fact_interactions_history.superseded_by AS superseded_by,
    fact_interactions_history.ended_as AS ended_as,
    fact_interactions_history.is_current AS is_current
  FROM fact_interactions_history AS fact_interactions_history
  WHERE
    fact_interactions_history.valid_from_month > (
      SELECT
        min(files.month) AS _col_0
      FROM processed_files AS files
    )
), first_ends AS (
  SELECT
    before.interaction_id AS interaction_id,
    min(before.valid_to_month) AS ended_in_month
  FROM before AS before
  GROUP BY
    before.interaction_id
)
SELECT
  coalesce(after.valid_from_month, before.valid_to_month) AS changed_in_month,
  coalesce(after.interaction_id, before.interaction_id) AS interaction_id,
  CASE
    WHEN after.interaction_id IS NULL
    THEN 'deleted'
    WHEN NOT before.interaction_id IS NULL
    THEN 'updated'
    WHEN first_ends.ended_in_month < after.valid_from_month
    THEN 'restored'
    ELSE 'added'
  END AS change,
  before.month AS interaction_month_before,
  after.month AS interaction_month_after,
  before.contact_center_id AS contact_center_id_before,
  after.contact_center_id AS contact_center_id_after,
  before.category_id AS category_id_before,
  after.category_id AS category_id_after,
  before.agent_id AS agent_id_before,
  after.agent_id AS agent_id_after,
  before.is_call AS is_call_before,
  after.is_call AS is_call_after,
  before.call_duration_minutes AS call_duration_minutes_before,
  after.call_duration_minutes AS call_duration_minutes_after,
  before.satisfaction_rating AS satisfaction_rating_before,
  after.satisfaction_rating AS satisfaction_rating_after
FROM before AS before
FULL JOIN after AS after
  ON before.interaction_id = after.interaction_id
  AND before.valid_to_month = after.valid_from_month
LEFT JOIN first_ends AS first_ends
  ON after.interaction_id = first_ends.interaction_id;
