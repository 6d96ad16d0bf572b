-- sql/4_core/dim_agents_history.sql
create or replace temporary view dim_agents_history as
/* One row per version of an agent, from when to when it was current: the live rows and those that */
/* a later month replaced, as of `as_of_month()` (slowly changing dimension, type 2). */
WITH versions AS (
  SELECT
    agents.agent_id AS agent_id,
    agents.contact_center_id AS contact_center_id,
    agents.category_id AS category_id,
    agents.full_name AS full_name,
    agents.hire_date AS hire_date,
    agents.valid_from_month AS valid_from_month,
    999999 AS valid_to_month,
    CAST(NULL AS STRING) AS superseded_by,
    CAST(NULL AS STRING) AS ended_as
  FROM core_agents AS agents
  UNION ALL
  SELECT
    agents.agent_id AS agent_id,
    agents.contact_center_id AS contact_center_id,
    agents.category_id AS category_id,
    agents.full_name AS full_name,
    agents.hire_date AS hire_date,
    agents.valid_from_month AS valid_from_month,
    agents.valid_to_month AS valid_to_month,
    agents.superseded_by AS superseded_by,
    agents.ended_as AS ended_as
  FROM history_agents AS agents
)
SELECT
  versions.agent_id AS agent_id,
  versions.contact_center_id AS contact_center_id,
  versions.category_id AS category_id,
  versions.full_name AS full_name,
  versions.hire_date AS hire_date,
  versions.valid_from_month AS valid_from_month,
  CASE
    WHEN versions.valid_to_month <= (
      coalesce(CAST(NULL AS INT), 999912)
    )
    THEN versions.valid_to_month
  END AS valid_to_month,
  CASE
    WHEN versions.valid_to_month <= (
      coalesce(CAST(NULL AS INT), 999912)
    )
    THEN versions.superseded_by
  END AS superseded_by,
  CASE
    WHEN versions.valid_to_month <= (
      coalesce(CAST(NULL AS INT), 999912)
    )
    THEN versions.ended_as
  END AS ended_as,
  versions.valid_to_month > (
    coalesce(CAST(NULL AS INT), 999912)
  ) AS is_current
FROM versions AS versions
WHERE
  versions.valid_from_month <= (
    coalesce(CAST(NULL AS INT), 999912)
  );
