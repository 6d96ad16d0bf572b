-- sql/3_load/partial_updates.sql
-- written down as completed
WITH runs AS (
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
    sum(CASE WHEN delta.action <> 'update' THEN 1 ELSE 0 END) OVER (PARTITION BY delta.interaction_id ORDER BY delta.line NULLS LAST) AS run
  FROM delta AS delta
)
SELECT
  delta_rowid,
  interaction_id,
  contact_center_id,
  category_id,
  agent_id,
  channel,
  call_duration_minutes,
  satisfaction_rating,
  timestamp_utc,
  interaction_start_utc,
  agent_resolution_timestamp_utc,
  interaction_end_utc,
  month_start
FROM (
  SELECT
    runs.delta_rowid AS delta_rowid,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.interaction_id END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.interaction_id END
    ) AS interaction_id,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.contact_center_id END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.contact_center_id END
    ) AS contact_center_id,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.category_id END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.category_id END
    ) AS category_id,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.agent_id END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.agent_id END
    ) AS agent_id,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.channel END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.channel END
    ) AS channel,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.call_duration_minutes END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.call_duration_minutes END
    ) AS call_duration_minutes,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.satisfaction_rating END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.satisfaction_rating END
    ) AS satisfaction_rating,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.timestamp_utc END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.timestamp_utc END
    ) AS timestamp_utc,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.interaction_start_utc END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.interaction_start_utc END
    ) AS interaction_start_utc,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.agent_resolution_timestamp_utc END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.agent_resolution_timestamp_utc END
    ) AS agent_resolution_timestamp_utc,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.interaction_end_utc END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.interaction_end_utc END
    ) AS interaction_end_utc,
    coalesce(
      last_value(CASE WHEN runs.action <> 'delete' THEN runs.month_start END) IGNORE NULLS OVER (
        PARTITION BY runs.interaction_id, runs.run
        ORDER BY runs.delta_rowid NULLS LAST
        rows BETWEEN UNBOUNDED preceding AND CURRENT ROW
      ),
      CASE WHEN runs.run = 0 THEN matched.month_start END
    ) AS month_start,
    runs.action
  FROM runs AS runs
  LEFT JOIN matched AS matched
    ON runs.interaction_id = matched.interaction_id
) AS _t
WHERE
  action = 'update';
-- written down as delta
SELECT
  delta.line AS line,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.interaction_id
    ELSE delta.interaction_id
  END AS interaction_id,
  delta.action AS action,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.contact_center_id
    ELSE delta.contact_center_id
  END AS contact_center_id,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.category_id
    ELSE delta.category_id
  END AS category_id,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.agent_id
    ELSE delta.agent_id
  END AS agent_id,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.channel
    ELSE delta.channel
  END AS channel,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.call_duration_minutes
    ELSE delta.call_duration_minutes
  END AS call_duration_minutes,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.satisfaction_rating
    ELSE delta.satisfaction_rating
  END AS satisfaction_rating,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.timestamp_utc
    ELSE delta.timestamp_utc
  END AS timestamp_utc,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.interaction_start_utc
    ELSE delta.interaction_start_utc
  END AS interaction_start_utc,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.agent_resolution_timestamp_utc
    ELSE delta.agent_resolution_timestamp_utc
  END AS agent_resolution_timestamp_utc,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.interaction_end_utc
    ELSE delta.interaction_end_utc
  END AS interaction_end_utc,
  CASE
    WHEN NOT completed.delta_rowid IS NULL
    THEN completed.month_start
    ELSE delta.month_start
  END AS month_start
FROM delta_before AS delta
LEFT JOIN completed AS completed
  ON delta.line = completed.delta_rowid;
