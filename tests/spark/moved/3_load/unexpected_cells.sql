-- sql/3_load/unexpected_cells.sql
-- appended to ops_warnings
WITH kept AS (
  SELECT
    good_interactions.line AS line,
    good_interactions.interaction_id AS interaction_id,
    good_interactions.contact_center_id AS contact_center_id,
    good_interactions.category_id AS category_id,
    good_interactions.agent_id AS agent_id,
    good_interactions.channel AS channel,
    good_interactions.call_duration_minutes AS call_duration_minutes,
    good_interactions.satisfaction_rating AS satisfaction_rating,
    good_interactions.timestamp AS timestamp,
    good_interactions.interaction_start AS interaction_start,
    good_interactions.agent_resolution_timestamp AS agent_resolution_timestamp,
    good_interactions.interaction_end AS interaction_end,
    good_interactions.action AS action
  FROM good_interactions AS good_interactions
  WHERE
    NOT (
      coalesce(lower((
        good_interactions.action
      )) = 'delete', FALSE)
    )
), times AS (
  SELECT
    kept.line AS line,
    explode(
      array(
        kept.timestamp,
        kept.interaction_start,
        kept.agent_resolution_timestamp,
        kept.interaction_end
      )
    ) AS cell
  FROM kept AS kept
), spelled AS (
  SELECT
    times.line AS line,
    times.cell AS cell,
    NOT contains(times.cell, ':') AS is_day_only,
    contains(times.cell, ':') AND times.cell RLIKE '(Z|[+-][0-9:]+)$' AS has_zone
  FROM times AS times
  WHERE
    NOT times.cell IS NULL
), zones AS (
  SELECT
    bool_or(spelled.has_zone) AS are_there
  FROM spelled AS spelled
), keys AS (
  SELECT
    good_interactions.line AS line,
    explode(
      array(
        good_interactions.interaction_id,
        good_interactions.contact_center_id,
        good_interactions.category_id,
        good_interactions.agent_id,
        good_interactions.channel
      )
    ) AS key
  FROM good_interactions AS good_interactions
), hidden AS (
  SELECT
    keys.line AS line,
    keys.key AS key,
    regexp_extract(keys.key, '\\p{Cf}', 0) AS letter
  FROM keys AS keys
  WHERE
    keys.key RLIKE '\\p{Cf}'
), found AS (
  SELECT
    'days_without_a_time' AS kind,
    'rows have a day without a time, taken as midnight UTC' AS what,
    count(DISTINCT spelled.line) AS occurrences,
    'line ' || min(spelled.line) || ' (' || min_by(spelled.cell, spelled.line) || ')' AS example,
    'have the times exported too' AS advice
  FROM spelled AS spelled
  WHERE
    spelled.is_day_only
  UNION ALL
  SELECT
    'mixed_time_zones' AS kind,
    'rows have a time without a zone, taken as UTC, though others have one' AS what,
    count(DISTINCT spelled.line) AS occurrences,
    'line ' || min(spelled.line) || ' (' || min_by(spelled.cell, spelled.line) || ')' AS example,
    'have all times exported with their zone' AS advice
  FROM spelled AS spelled
  CROSS JOIN zones AS zones
  WHERE
    zones.are_there AND NOT spelled.is_day_only AND NOT spelled.has_zone
  UNION ALL
  SELECT
    'invisible_characters_in_keys' AS kind,
    'keys or channels have a character inside that is not to be seen' AS what,
    count(*) AS occurrences,
    'line ' || min(hidden.line) || ' (U+' || min_by(printf('%04X', ascii(hidden.letter)), hidden.line) || ' in ' || min_by(hidden.key, hidden.line) || ')' AS example,
    'to a machine it is another than what looks the same' AS advice
  FROM hidden AS hidden
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
  found.kind NULLS LAST;
