-- sql/3_load/unexpected_versions.sql
-- appended to ops_warnings
WITH older AS (
  SELECT
    delta.interaction_id AS interaction_id,
    delta.timestamp_utc AS written,
    matched.timestamp_utc AS written_before
  FROM changes AS changes
  INNER JOIN delta AS delta
    ON changes.delta_rowid = delta.line
  INNER JOIN matched AS matched
    ON changes.target_rowid = matched.target_rowid
  WHERE
    changes.is_older AND changes.change <> 'unchanged'
  UNION ALL
  SELECT
    delta.interaction_id AS interaction_id,
    delta.timestamp_utc AS written,
    superseded.timestamp_utc AS written_before
  FROM superseded AS superseded
  INNER JOIN delta AS delta
    ON superseded.last_rowid = delta.line
  WHERE
    superseded.timestamp_utc > delta.timestamp_utc
), emptied AS (
  SELECT
    delta.interaction_id AS key,
    explode(
      array(
        CASE
          WHEN NOT matched.interaction_id IS NULL AND delta.interaction_id IS NULL
          THEN 'interaction_id'
        END,
        CASE
          WHEN NOT matched.contact_center_id IS NULL AND delta.contact_center_id IS NULL
          THEN 'contact_center_id'
        END,
        CASE
          WHEN NOT matched.category_id IS NULL AND delta.category_id IS NULL
          THEN 'category_id'
        END,
        CASE
          WHEN NOT matched.agent_id IS NULL AND delta.agent_id IS NULL
          THEN 'agent_id'
        END,
        CASE WHEN NOT matched.channel IS NULL AND delta.channel IS NULL THEN 'channel' END,
        CASE
          WHEN NOT matched.call_duration_minutes IS NULL AND delta.call_duration_minutes IS NULL
          THEN 'call_duration_minutes'
        END,
        CASE
          WHEN NOT matched.satisfaction_rating IS NULL AND delta.satisfaction_rating IS NULL
          THEN 'satisfaction_rating'
        END,
        CASE
          WHEN NOT matched.timestamp_utc IS NULL AND delta.timestamp_utc IS NULL
          THEN 'timestamp'
        END,
        CASE
          WHEN NOT matched.interaction_start_utc IS NULL AND delta.interaction_start_utc IS NULL
          THEN 'interaction_start'
        END,
        CASE
          WHEN NOT matched.agent_resolution_timestamp_utc IS NULL
          AND delta.agent_resolution_timestamp_utc IS NULL
          THEN 'agent_resolution_timestamp'
        END,
        CASE
          WHEN NOT matched.interaction_end_utc IS NULL AND delta.interaction_end_utc IS NULL
          THEN 'interaction_end'
        END
      )
    ) AS column_name
  FROM changes AS changes
  INNER JOIN delta AS delta
    ON changes.delta_rowid = delta.line
  INNER JOIN matched AS matched
    ON changes.target_rowid = matched.target_rowid
  WHERE
    changes.empties AND changes.action = 'update'
), by_column AS (
  SELECT
    count(*) AS cells,
    emptied.column_name || ' of ' || min(emptied.key) AS example
  FROM emptied AS emptied
  WHERE
    NOT emptied.column_name IS NULL
  GROUP BY
    emptied.column_name
), found AS (
  SELECT
    'versions_out_of_order' AS kind,
    'rows replace a version whose timestamp is later' AS what,
    count(*) AS occurrences,
    min(
      older.interaction_id || ' of ' || older.written || ' over ' || older.written_before
    ) AS example,
    'is the file sorted newest first, or an old one?' AS advice
  FROM older AS older
  UNION ALL
  SELECT
    'updates_that_empty' AS kind,
    'updates empty cells' AS what,
    CAST(sum(by_column.cells) AS BIGINT) AS occurrences,
    listagg(by_column.example, ', ') WITHIN GROUP (ORDER BY
      by_column.example NULLS LAST) AS example,
    'if an empty cell means unchanged, rebuild with --partial-updates keep' AS advice
  FROM by_column AS by_column
)
SELECT
  CAST(:processed_utc AS TIMESTAMP_NTZ) AS build_utc,
  :file_name AS file_name,
  found.kind AS kind,
  found.what AS what,
  found.occurrences AS occurrences,
  found.example AS example,
  found.advice AS advice
FROM found AS found
WHERE
  found.occurrences > 0
ORDER BY
  found.kind DESC;
