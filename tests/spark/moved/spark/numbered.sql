-- sql/spark/numbered.sql
-- written down as blocks
WITH counted AS (
  SELECT
    records.block_start AS block_start,
    count(*) AS lines,
    min(records.row_id) AS first_id,
    max(records.row_id) AS last_id
  FROM records AS records
  GROUP BY
    records.block_start
)
SELECT
  counted.block_start AS block_start,
  counted.lines AS lines,
  counted.first_id AS first_id,
  counted.last_id AS last_id,
  sum(counted.lines) OVER (ORDER BY counted.block_start NULLS LAST) - counted.lines AS lines_before
FROM counted AS counted;
create or replace temporary view numbered as
WITH placed AS (
  SELECT
    CAST(blocks.lines_before + records.row_id - blocks.first_id + 1 AS BIGINT) AS line,
    records.block_start AS block_start,
    records.row_id AS row_id,
    records.is_blank AS is_blank,
    records.is_plain AS is_plain,
    records.shape AS shape,
    records.raw_text AS raw_text,
    records.interaction_id AS interaction_id,
    records.contact_center_id AS contact_center_id,
    records.category_id AS category_id,
    records.agent_id AS agent_id,
    records.channel AS channel,
    records.call_duration_minutes AS call_duration_minutes,
    records.satisfaction_rating AS satisfaction_rating,
    records.timestamp AS timestamp,
    records.interaction_start AS interaction_start,
    records.agent_resolution_timestamp AS agent_resolution_timestamp,
    records.interaction_end AS interaction_end,
    records.action AS action
  FROM records AS records
  INNER JOIN blocks AS blocks
    ON records.block_start = blocks.block_start
)
SELECT
  placed.line AS line,
  placed.is_plain AS is_plain,
  placed.shape AS shape,
  placed.raw_text AS raw_text,
  placed.interaction_id AS interaction_id,
  placed.contact_center_id AS contact_center_id,
  placed.category_id AS category_id,
  placed.agent_id AS agent_id,
  placed.channel AS channel,
  placed.call_duration_minutes AS call_duration_minutes,
  placed.satisfaction_rating AS satisfaction_rating,
  placed.timestamp AS timestamp,
  placed.interaction_start AS interaction_start,
  placed.agent_resolution_timestamp AS agent_resolution_timestamp,
  placed.interaction_end AS interaction_end,
  placed.action AS action
FROM placed AS placed
WHERE
  NOT placed.is_blank AND placed.line <> 1;

create or replace temporary view raw_interactions as
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
  NOT numbered.is_plain AND numbered.shape IS NULL;

