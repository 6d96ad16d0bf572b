-- sql/6_checks/foreign_keys_exist.sql
/* Interactions whose agent, center or category is deleted, missing or never came. They are kept, */
/* and reports call it Unknown. An interaction without an agent is an abandoned call, and refers to */
/* none. Agents whose center or category is not there are kept, too. */
/* severity: warning */
WITH by_contact_center_id AS (
  SELECT
    interactions.contact_center_id AS contact_center_id,
    count(*) AS interactions
  FROM core_interactions AS interactions
  GROUP BY
    interactions.contact_center_id
), by_category_id AS (
  SELECT
    interactions.category_id AS category_id,
    count(*) AS interactions
  FROM core_interactions AS interactions
  GROUP BY
    interactions.category_id
), by_agent_id AS (
  SELECT
    interactions.agent_id AS agent_id,
    count(*) AS interactions
  FROM core_interactions AS interactions
  WHERE
    NOT interactions.agent_id IS NULL
  GROUP BY
    interactions.agent_id
), found AS (
  SELECT
    1 AS turn,
    'fact_interactions' AS file_name,
    'interactions have no contact_center_id that is there' AS what,
    CAST(sum(counted.interactions) AS BIGINT) AS occurrences,
    coalesce(min(counted.contact_center_id), 'an empty one') AS example,
    'reports call it Unknown' AS advice
  FROM by_contact_center_id AS counted
  LEFT JOIN core_contact_centers AS referenced
    ON counted.contact_center_id = referenced.contact_center_id
  WHERE
    referenced.contact_center_id IS NULL
  UNION ALL
  SELECT
    2 AS turn,
    'fact_interactions' AS file_name,
    'interactions have no category_id that is there' AS what,
    CAST(sum(counted.interactions) AS BIGINT) AS occurrences,
    coalesce(min(counted.category_id), 'an empty one') AS example,
    'reports call it Unknown' AS advice
  FROM by_category_id AS counted
  LEFT JOIN core_service_categories AS referenced
    ON counted.category_id = referenced.category_id
  WHERE
    referenced.category_id IS NULL
  UNION ALL
  SELECT
    3 AS turn,
    'fact_interactions' AS file_name,
    'interactions have no agent_id that is there' AS what,
    CAST(sum(counted.interactions) AS BIGINT) AS occurrences,
    coalesce(min(counted.agent_id), 'an empty one') AS example,
    'reports call it Unknown' AS advice
  FROM by_agent_id AS counted
  LEFT JOIN core_agents AS referenced
    ON counted.agent_id = referenced.agent_id
  WHERE
    referenced.agent_id IS NULL
  UNION ALL
  SELECT
    8 AS turn,
    'dim_agents' AS file_name,
    'agents have a contact_center_id that is not there' AS what,
    count(*) AS occurrences,
    min(agents.contact_center_id || ' of ' || agents.agent_id) AS example,
    'is it mistyped, or a file missing?' AS advice
  FROM core_agents AS agents
  WHERE
    NOT agents.contact_center_id IN (
      SELECT
        centers.contact_center_id AS contact_center_id
      FROM core_contact_centers AS centers
    )
  UNION ALL
  SELECT
    9 AS turn,
    'dim_agents' AS file_name,
    'agents have a category_id that is not there' AS what,
    count(*) AS occurrences,
    min(agents.category_id || ' of ' || agents.agent_id) AS example,
    'is it mistyped, or a file missing?' AS advice
  FROM core_agents AS agents
  WHERE
    NOT agents.category_id IN (
      SELECT
        categories.category_id AS category_id
      FROM core_service_categories AS categories
    )
)
SELECT
  found.file_name AS file_name,
  found.what AS what,
  found.occurrences AS occurrences,
  found.example AS example,
  found.advice AS advice
FROM found AS found
WHERE
  found.occurrences > 0
ORDER BY
  found.turn NULLS LAST;
