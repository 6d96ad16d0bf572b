-- sql/6_checks/keys_are_unique.sql
/* A key is there once. Keys are counted by their hashes, which are shorter, and those whose hash */
/* is there twice once more as they are. After a month only the keys that it brought are counted: */
/* the others are as they were when they were last counted. */
/* severity: error */
WITH hashes_of_contact_centers AS (
  SELECT
    xxhash64(contact_centers.contact_center_id) AS key_hash
  FROM core_contact_centers AS contact_centers
  WHERE
    xxhash64(contact_centers.contact_center_id) IN (
      SELECT
        xxhash64(brought.contact_center_id) AS _col_0
      FROM core_contact_centers AS brought
      WHERE
        brought.valid_from_month >= :first_month
    )
  GROUP BY
    xxhash64(contact_centers.contact_center_id)
  HAVING
    count(*) > 1
), hashes_of_service_categories AS (
  SELECT
    xxhash64(service_categories.category_id) AS key_hash
  FROM core_service_categories AS service_categories
  WHERE
    xxhash64(service_categories.category_id) IN (
      SELECT
        xxhash64(brought.category_id) AS _col_0
      FROM core_service_categories AS brought
      WHERE
        brought.valid_from_month >= :first_month
    )
  GROUP BY
    xxhash64(service_categories.category_id)
  HAVING
    count(*) > 1
), hashes_of_agents AS (
  SELECT
    xxhash64(agents.agent_id) AS key_hash
  FROM core_agents AS agents
  WHERE
    xxhash64(agents.agent_id) IN (
      SELECT
        xxhash64(brought.agent_id) AS _col_0
      FROM core_agents AS brought
      WHERE
        brought.valid_from_month >= :first_month
    )
  GROUP BY
    xxhash64(agents.agent_id)
  HAVING
    count(*) > 1
), hashes_of_interactions AS (
  SELECT
    xxhash64(interactions.interaction_id) AS key_hash
  FROM core_interactions AS interactions
  WHERE
    xxhash64(interactions.interaction_id) IN (
      SELECT
        xxhash64(brought.interaction_id) AS _col_0
      FROM core_interactions AS brought
      WHERE
        brought.valid_from_month >= :first_month
    )
  GROUP BY
    xxhash64(interactions.interaction_id)
  HAVING
    count(*) > 1
)
SELECT
  'core.contact_centers' AS relation,
  contact_centers.contact_center_id AS key,
  count(*) AS number_of_rows
FROM core_contact_centers AS contact_centers
WHERE
  xxhash64(contact_centers.contact_center_id) IN (
    SELECT
      repeated.key_hash AS key_hash
    FROM hashes_of_contact_centers AS repeated
  )
GROUP BY
  contact_centers.contact_center_id
HAVING
  count(*) > 1
UNION ALL
SELECT
  'core.service_categories' AS relation,
  service_categories.category_id AS key,
  count(*) AS number_of_rows
FROM core_service_categories AS service_categories
WHERE
  xxhash64(service_categories.category_id) IN (
    SELECT
      repeated.key_hash AS key_hash
    FROM hashes_of_service_categories AS repeated
  )
GROUP BY
  service_categories.category_id
HAVING
  count(*) > 1
UNION ALL
SELECT
  'core.agents' AS relation,
  agents.agent_id AS key,
  count(*) AS number_of_rows
FROM core_agents AS agents
WHERE
  xxhash64(agents.agent_id) IN (
    SELECT
      repeated.key_hash AS key_hash
    FROM hashes_of_agents AS repeated
  )
GROUP BY
  agents.agent_id
HAVING
  count(*) > 1
UNION ALL
SELECT
  'core.interactions' AS relation,
  interactions.interaction_id AS key,
  count(*) AS number_of_rows
FROM core_interactions AS interactions
WHERE
  xxhash64(interactions.interaction_id) IN (
    SELECT
      repeated.key_hash AS key_hash
    FROM hashes_of_interactions AS repeated
  )
GROUP BY
  interactions.interaction_id
HAVING
  count(*) > 1;
