-- sql/spark/good.sql
create or replace temporary view good_interactions as
SELECT
  numbered.line AS line,
  numbered.interaction_id AS interaction_id,
  numbered.contact_center_id AS contact_center_id,
  numbered.category_id AS category_id,
  numbered.agent_id AS agent_id,
  numbered.channel AS channel,
  numbered.call_duration_minutes AS call_duration_minutes,
  numbered.satisfaction_rating AS satisfaction_rating,
  numbered.timestamp AS timestamp,
  numbered.interaction_start AS interaction_start,
  numbered.agent_resolution_timestamp AS agent_resolution_timestamp,
  numbered.interaction_end AS interaction_end,
  numbered.action AS action
FROM numbered AS numbered
WHERE
  NOT EXISTS(
    SELECT
      1 AS `1`
    FROM quarantined_interactions AS quarantined
    WHERE
      quarantined.line = numbered.line
  );

