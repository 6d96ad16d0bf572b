-- sql/3_load/unexpected_actions.sql
-- appended to ops_warnings
WITH before_last AS (
  SELECT
    superseded.last_rowid AS last_rowid,
    max_by(superseded.action, superseded.delta_rowid) AS action
  FROM superseded AS superseded
  GROUP BY
    superseded.last_rowid
), found AS (
  SELECT
    CASE changes.change
      WHEN 'updated'
      THEN 'adds_that_updated'
      ELSE 'adds_without_change'
    END AS kind,
    changes.interaction_id AS key
  FROM changes AS changes
  LEFT JOIN before_last AS before_last
    ON changes.delta_rowid = before_last.last_rowid
  WHERE
    changes.action = 'add' AND before_last.action IS DISTINCT FROM 'delete'
  UNION ALL
  SELECT
    CASE delta.action
      WHEN 'update'
      THEN 'updates_that_added'
      ELSE 'deletes_of_missing_keys'
    END AS kind,
    delta.interaction_id AS key
  FROM delta AS delta
  LEFT JOIN before_last AS before_last
    ON delta.line = before_last.last_rowid
  WHERE
    delta.action <> 'add'
    AND NOT EXISTS(
      SELECT
        1 AS `1`
      FROM changes AS changes
      WHERE
        changes.delta_rowid = delta.line
    )
    AND coalesce(before_last.action, 'delete') = 'delete'
  UNION ALL
  SELECT
    'keys_added_twice' AS kind,
    delta.interaction_id AS key
  FROM delta AS delta
  INNER JOIN before_last AS before_last
    ON delta.line = before_last.last_rowid
  WHERE
    delta.action = 'add' AND before_last.action = 'add'
)
SELECT
  CAST(:processed_utc AS TIMESTAMP_NTZ) AS build_utc,
  :file_name AS file_name,
  found.kind AS kind,
  CASE found.kind
    WHEN 'adds_that_updated'
    THEN 'rows to add were there already, and updated'
    WHEN 'adds_without_change'
    THEN 'rows to add were there already, unchanged'
    WHEN 'updates_that_added'
    THEN 'rows to update were not there, and added'
    WHEN 'deletes_of_missing_keys'
    THEN 'rows to delete were not there'
    ELSE 'keys are added more than once'
  END AS what,
  count(*) AS occurrences,
  min(found.key) AS example,
  CASE found.kind WHEN 'keys_added_twice' THEN 'the last row of each stands' END AS advice
FROM found AS found
GROUP BY
  found.kind
ORDER BY
  kind NULLS LAST;
