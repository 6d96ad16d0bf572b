-- sql/6_checks/keys_are_not_null.sql
/* No row is without its key. */
/* severity: error */
SELECT
  'core.contact_centers' AS relation,
  count(*) AS rows_without_key
FROM core_contact_centers AS contact_centers
WHERE
  contact_centers.contact_center_id IS NULL
HAVING
  count(*) > 0
UNION ALL
SELECT
  'core.service_categories' AS relation,
  count(*) AS rows_without_key
FROM core_service_categories AS service_categories
WHERE
  service_categories.category_id IS NULL
HAVING
  count(*) > 0
UNION ALL
SELECT
  'core.agents' AS relation,
  count(*) AS rows_without_key
FROM core_agents AS agents
WHERE
  agents.agent_id IS NULL
HAVING
  count(*) > 0
UNION ALL
SELECT
  'core.interactions' AS relation,
  count(*) AS rows_without_key
FROM core_interactions AS interactions
WHERE
  interactions.interaction_id IS NULL
HAVING
  count(*) > 0;
