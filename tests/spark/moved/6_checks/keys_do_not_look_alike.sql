-- sql/6_checks/keys_do_not_look_alike.sql
/* Keys that differ in case or in zeros before them only: a spreadsheet cuts the zeros of 00123. Of */
/* interactions only those with a zero before them are compared: seldom any, and the keys are many. */
/* severity: warning */
WITH with_zero AS (
  SELECT
    interactions.interaction_id AS interaction_id
  FROM core_interactions AS interactions
  WHERE
    startswith(interactions.interaction_id, '0')
), keys AS (
  SELECT
    'core.contact_centers' AS relation,
    contact_centers.contact_center_id AS key,
    lower(TRIM(LEADING '0' FROM contact_centers.contact_center_id)) AS look,
    contact_centers.valid_from_month AS valid_from_month
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    'core.service_categories' AS relation,
    service_categories.category_id AS key,
    lower(TRIM(LEADING '0' FROM service_categories.category_id)) AS look,
    service_categories.valid_from_month AS valid_from_month
  FROM core_service_categories AS service_categories
  UNION ALL
  SELECT
    'core.agents' AS relation,
    agents.agent_id AS key,
    lower(TRIM(LEADING '0' FROM agents.agent_id)) AS look,
    agents.valid_from_month AS valid_from_month
  FROM core_agents AS agents
  UNION ALL
  SELECT
    'core.interactions' AS relation,
    interactions.interaction_id AS key,
    TRIM(LEADING '0' FROM interactions.interaction_id) AS look,
    interactions.valid_from_month AS valid_from_month
  FROM core_interactions AS interactions
  WHERE
    interactions.interaction_id IN (
      SELECT
        with_zero.interaction_id AS interaction_id
      FROM with_zero AS with_zero
      UNION ALL
      SELECT
        TRIM(LEADING '0' FROM with_zero.interaction_id) AS _col_0
      FROM with_zero AS with_zero
    )
), alike AS (
  SELECT
    keys.relation AS relation,
    keys.look AS look,
    count(*) AS keys,
    listagg(keys.key, ' and ') WITHIN GROUP (ORDER BY
      keys.key NULLS LAST) AS example
  FROM keys AS keys
  GROUP BY
    keys.relation,
    keys.look
  HAVING
    count(*) > 1 AND max(keys.valid_from_month) >= :first_month
)
SELECT
  alike.relation AS file_name,
  'keys differ in case or in the zeros before them only' AS what,
  CAST(sum(alike.keys) AS BIGINT) AS occurrences,
  min_by(alike.example, alike.look) AS example,
  'did a spreadsheet cut the zeros? have keys exported as text' AS advice
FROM alike AS alike
GROUP BY
  alike.relation
ORDER BY
  file_name NULLS LAST;
