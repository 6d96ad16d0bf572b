-- sql/3_load/initial.sql
-- at home, or nothing to do
-- appended to core_interactions
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
  stg_interactions.month_start AS month_start,
  :month AS valid_from_month
FROM stg_interactions AS stg_interactions;
-- appended to ops_processed_files
WITH after_file AS (
  SELECT
    count(*) AS table_rows
  FROM core_interactions AS interactions
)
SELECT
  :table_name AS table_name,
  :month AS month,
  :file_name AS file_name,
  :sha256 AS sha256,
  :size_bytes AS size_bytes,
  after_file.table_rows + :rows_rejected AS rows_read,
  after_file.table_rows AS rows_added,
  :rows_rejected AS rows_rejected,
  0 AS table_rows_before,
  after_file.table_rows AS table_rows_after,
  CAST(:file_modified_utc AS TIMESTAMP_NTZ) AS file_modified_utc,
  CAST(:processed_utc AS TIMESTAMP_NTZ) AS processed_utc,
  :processed_by AS processed_by,
  :load_rules_sha256 AS load_rules_sha256,
  CAST(:times_have_zone AS BOOLEAN) AS times_have_zone
FROM after_file AS after_file;
