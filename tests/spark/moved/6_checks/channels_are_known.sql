-- sql/6_checks/channels_are_known.sql
/* A channel that no earlier file has: a new one, or another word for an old one. */
/* severity: warning */
WITH channels AS (
  SELECT
    interactions.channel AS channel,
    min(interactions.valid_from_month) AS first_month,
    count(*) AS interactions
  FROM core_interactions AS interactions
  WHERE
    NOT interactions.channel IS NULL
  GROUP BY
    interactions.channel
), replaced AS (
  SELECT
    interactions.channel AS channel,
    min(interactions.valid_from_month) AS first_month
  FROM history_interactions AS interactions
  GROUP BY
    interactions.channel
)
SELECT
  files.file_name AS file_name,
  'interactions have a channel that no earlier file has' AS what,
  CAST(sum(channels.interactions) AS BIGINT) AS occurrences,
  listagg(channels.channel, ', ') WITHIN GROUP (ORDER BY
    channels.channel NULLS LAST) AS example,
  'is it another word for one that is known?' AS advice
FROM channels AS channels
LEFT JOIN replaced AS replaced
  ON channels.channel = replaced.channel
  AND channels.first_month > replaced.first_month
INNER JOIN ops_processed_files AS files
  ON channels.first_month = files.month AND files.table_name = 'interactions'
WHERE
  replaced.channel IS NULL
  AND files.month >= :first_month
  AND files.month > (
    SELECT
      min(first.month) AS _col_0
    FROM ops_processed_files AS first
  )
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
