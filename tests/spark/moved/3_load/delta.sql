-- sql/3_load/delta.sql
-- at home, or nothing to do
-- written down as delta
SELECT
  stg_interactions.line AS line,
  stg_interactions.interaction_id AS interaction_id,
  stg_interactions.action AS action,
  stg_interactions.contact_center_id AS contact_center_id,
  stg_interactions.category_id AS category_id,
  stg_interactions.agent_id AS agent_id,
  stg_interactions.channel AS channel,
  stg_interactions.call_duration_minutes AS call_duration_minutes,
  stg_interactions.satisfaction_rating AS satisfaction_rating,
  stg_interactions.timestamp_utc AS timestamp_utc,
  stg_interactions.interaction_start_utc AS interaction_start_utc,
  stg_interactions.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  stg_interactions.interaction_end_utc AS interaction_end_utc,
  stg_interactions.month_start AS month_start
FROM stg_interactions AS stg_interactions;
-- the variable rows_staged
SELECT
  (
    SELECT
      count(*) AS _col_0
    FROM delta AS delta
  ) AS value;
-- the variable table_rows_before
SELECT
  (
    SELECT
      count(*) AS _col_0
    FROM core_interactions AS interactions
  ) AS value;
-- written down as matched
SELECT
  interactions.interaction_id AS interaction_id,
  interactions.contact_center_id AS contact_center_id,
  interactions.category_id AS category_id,
  interactions.agent_id AS agent_id,
  interactions.channel AS channel,
  interactions.call_duration_minutes AS call_duration_minutes,
  interactions.satisfaction_rating AS satisfaction_rating,
  interactions.month_start AS month_start,
  interactions.timestamp_utc AS timestamp_utc,
  interactions.interaction_start_utc AS interaction_start_utc,
  interactions.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  interactions.interaction_end_utc AS interaction_end_utc,
  interactions.valid_from_month AS valid_from_month,
  interactions.interaction_id AS target_rowid
FROM core_interactions AS interactions
WHERE
  interactions.interaction_id IN (
    SELECT
      target.interaction_id AS interaction_id
    FROM core_interactions AS target
    WHERE
      target.interaction_id IN (
        SELECT
          delta.interaction_id AS interaction_id
        FROM delta AS delta
      )
  );
