-- sql/spark/quarantine.sql
-- written down as quarantined_interactions
SELECT
  faults_interactions.line AS line,
  faults_interactions.column_name AS column_name,
  faults_interactions.cell AS cell,
  faults_interactions.reason AS reason
FROM faults_interactions AS faults_interactions
UNION ALL
SELECT
  numbered.line AS line,
  CAST(NULL AS STRING) AS column_name,
  CAST(NULL AS STRING) AS cell,
  numbered.shape AS reason
FROM numbered AS numbered
WHERE
  NOT numbered.shape IS NULL;
SELECT
  quarantined.line AS line,
  quarantined.column_name AS column_name,
  quarantined.cell AS cell,
  quarantined.reason AS reason,
  numbered.raw_text AS raw_text
FROM quarantined_interactions AS quarantined
INNER JOIN numbered AS numbered
  ON quarantined.line = numbered.line
ORDER BY
  quarantined.line NULLS LAST,
  quarantined.column_name NULLS LAST
LIMIT :most;
