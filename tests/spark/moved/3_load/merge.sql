-- sql/3_load/merge.sql
-- written down as superseded
WITH repeated AS (
  SELECT
    delta.interaction_id AS interaction_id,
    max(delta.line) AS last_rowid
  FROM delta AS delta
  GROUP BY
    delta.interaction_id
  HAVING
    count(*) > 1
)
SELECT
  delta.line AS line,
  delta.interaction_id AS interaction_id,
  delta.action AS action,
  delta.contact_center_id AS contact_center_id,
  delta.category_id AS category_id,
  delta.agent_id AS agent_id,
  delta.channel AS channel,
  delta.call_duration_minutes AS call_duration_minutes,
  delta.satisfaction_rating AS satisfaction_rating,
  delta.timestamp_utc AS timestamp_utc,
  delta.interaction_start_utc AS interaction_start_utc,
  delta.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  delta.interaction_end_utc AS interaction_end_utc,
  delta.month_start AS month_start,
  delta.line AS delta_rowid,
  repeated.last_rowid AS last_rowid
FROM delta AS delta
INNER JOIN repeated AS repeated
  ON delta.interaction_id = repeated.interaction_id
  AND delta.line < repeated.last_rowid;
-- written down as delta
SELECT
  delta.line AS line,
  delta.interaction_id AS interaction_id,
  delta.action AS action,
  delta.contact_center_id AS contact_center_id,
  delta.category_id AS category_id,
  delta.agent_id AS agent_id,
  delta.channel AS channel,
  delta.call_duration_minutes AS call_duration_minutes,
  delta.satisfaction_rating AS satisfaction_rating,
  delta.timestamp_utc AS timestamp_utc,
  delta.interaction_start_utc AS interaction_start_utc,
  delta.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  delta.interaction_end_utc AS interaction_end_utc,
  delta.month_start AS month_start
FROM delta_before AS delta
WHERE
  NOT EXISTS(
    SELECT
      1 AS `1`
    FROM superseded AS superseded
    WHERE
      superseded.delta_rowid = delta.line
  );
-- written down as changes
SELECT
  delta.line AS delta_rowid,
  matched.target_rowid AS target_rowid,
  delta.interaction_id AS interaction_id,
  delta.action AS action,
  CASE
    WHEN delta.action = 'delete'
    THEN 'deleted'
    WHEN (
      matched.interaction_id IS NOT DISTINCT FROM delta.interaction_id
    )
    AND (
      matched.contact_center_id IS NOT DISTINCT FROM delta.contact_center_id
    )
    AND (
      matched.category_id IS NOT DISTINCT FROM delta.category_id
    )
    AND (
      matched.agent_id IS NOT DISTINCT FROM delta.agent_id
    )
    AND (
      matched.channel IS NOT DISTINCT FROM delta.channel
    )
    AND (
      matched.call_duration_minutes IS NOT DISTINCT FROM delta.call_duration_minutes
    )
    AND (
      matched.satisfaction_rating IS NOT DISTINCT FROM delta.satisfaction_rating
    )
    AND (
      matched.timestamp_utc IS NOT DISTINCT FROM delta.timestamp_utc
    )
    AND (
      matched.interaction_start_utc IS NOT DISTINCT FROM delta.interaction_start_utc
    )
    AND (
      matched.agent_resolution_timestamp_utc IS NOT DISTINCT FROM delta.agent_resolution_timestamp_utc
    )
    AND (
      matched.interaction_end_utc IS NOT DISTINCT FROM delta.interaction_end_utc
    )
    THEN 'unchanged'
    ELSE 'updated'
  END AS change,
  matched.timestamp_utc > delta.timestamp_utc AS is_older,
  (
    (
      NOT matched.interaction_id IS NULL AND delta.interaction_id IS NULL
    )
    OR (
      NOT matched.contact_center_id IS NULL AND delta.contact_center_id IS NULL
    )
    OR (
      NOT matched.category_id IS NULL AND delta.category_id IS NULL
    )
    OR (
      NOT matched.agent_id IS NULL AND delta.agent_id IS NULL
    )
    OR (
      NOT matched.channel IS NULL AND delta.channel IS NULL
    )
    OR (
      NOT matched.call_duration_minutes IS NULL AND delta.call_duration_minutes IS NULL
    )
    OR (
      NOT matched.satisfaction_rating IS NULL AND delta.satisfaction_rating IS NULL
    )
    OR (
      NOT matched.timestamp_utc IS NULL AND delta.timestamp_utc IS NULL
    )
    OR (
      NOT matched.interaction_start_utc IS NULL AND delta.interaction_start_utc IS NULL
    )
    OR (
      NOT matched.agent_resolution_timestamp_utc IS NULL
      AND delta.agent_resolution_timestamp_utc IS NULL
    )
    OR (
      NOT matched.interaction_end_utc IS NULL AND delta.interaction_end_utc IS NULL
    )
  ) AS empties
FROM delta AS delta
INNER JOIN matched AS matched
  ON delta.interaction_id = matched.interaction_id;
/* A key is live once: where an initial file has brought one twice, the build stops here. */
WITH repeated AS (
  SELECT
    changes.delta_rowid AS delta_rowid
  FROM changes AS changes
  GROUP BY
    changes.delta_rowid
  HAVING
    count(*) > 1
)
SELECT
  raise_error('core.interactions has a key twice') AS _col_0
FROM repeated AS repeated;
-- appended to history_interactions
SELECT
  matched.interaction_id AS interaction_id,
  matched.contact_center_id AS contact_center_id,
  matched.category_id AS category_id,
  matched.agent_id AS agent_id,
  matched.channel AS channel,
  matched.call_duration_minutes AS call_duration_minutes,
  matched.satisfaction_rating AS satisfaction_rating,
  matched.month_start AS month_start,
  matched.timestamp_utc AS timestamp_utc,
  matched.interaction_start_utc AS interaction_start_utc,
  matched.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  matched.interaction_end_utc AS interaction_end_utc,
  matched.valid_from_month AS valid_from_month,
  :month AS valid_to_month,
  :file_name AS superseded_by,
  changes.change AS ended_as
FROM matched AS matched
INNER JOIN changes AS changes
  ON matched.target_rowid = changes.target_rowid
WHERE
  changes.change <> 'unchanged';
-- nothing: what ended is in the history already
-- appended to core_interactions
SELECT
  delta.line AS line,
  delta.interaction_id AS interaction_id,
  delta.contact_center_id AS contact_center_id,
  delta.category_id AS category_id,
  delta.agent_id AS agent_id,
  delta.channel AS channel,
  delta.call_duration_minutes AS call_duration_minutes,
  delta.satisfaction_rating AS satisfaction_rating,
  delta.timestamp_utc AS timestamp_utc,
  delta.interaction_start_utc AS interaction_start_utc,
  delta.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  delta.interaction_end_utc AS interaction_end_utc,
  delta.month_start AS month_start,
  :month AS valid_from_month
FROM delta AS delta
WHERE
  delta.action <> 'delete'
  AND NOT EXISTS(
    SELECT
      1 AS `1`
    FROM changes AS changes
    WHERE
      changes.change = 'unchanged' AND changes.delta_rowid = delta.line
  );
-- appended to ops_processed_files
WITH keys AS (
  SELECT
    count(*) FILTER(WHERE
      delta.action = 'add') AS adds,
    count(*) FILTER(WHERE
      delta.action = 'update') AS updates,
    count(*) FILTER(WHERE
      delta.action = 'delete') AS deletes
  FROM delta AS delta
), met AS (
  SELECT
    count(*) FILTER(WHERE
      changes.action = 'add') AS adds,
    count(*) FILTER(WHERE
      changes.action = 'add' AND changes.change = 'updated') AS adds_that_updated,
    count(*) FILTER(WHERE
      changes.action = 'update') AS updates,
    count(*) FILTER(WHERE
      changes.change = 'deleted') AS deleted,
    count(*) FILTER(WHERE
      changes.change = 'updated') AS updated,
    count(*) FILTER(WHERE
      changes.change = 'unchanged') AS unchanged
  FROM changes AS changes
)
SELECT
  :table_name AS table_name,
  :month AS month,
  :file_name AS file_name,
  :sha256 AS sha256,
  :size_bytes AS size_bytes,
  NULL + :rows_rejected AS rows_read,
  keys.adds + keys.updates - met.adds - met.updates AS rows_added,
  met.updated AS rows_updated,
  met.deleted AS rows_deleted,
  met.unchanged AS rows_unchanged,
  NULL - keys.adds - keys.updates - keys.deletes AS rows_superseded,
  keys.deletes - met.deleted AS deletes_of_missing_keys,
  :rows_rejected AS rows_rejected,
  met.adds_that_updated AS adds_that_updated,
  keys.updates - met.updates AS updates_that_added,
  NULL AS table_rows_before,
  (
    SELECT
      count(*) AS _col_0
    FROM core_interactions AS interactions
  ) AS table_rows_after,
  CAST(:file_modified_utc AS TIMESTAMP_NTZ) AS file_modified_utc,
  CAST(:processed_utc AS TIMESTAMP_NTZ) AS processed_utc,
  :processed_by AS processed_by,
  :load_rules_sha256 AS load_rules_sha256,
  CAST(:times_have_zone AS BOOLEAN) AS times_have_zone
FROM keys AS keys
CROSS JOIN met AS met;
