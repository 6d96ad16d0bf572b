-- sql/4_core/dim_agents.sql
create or replace temporary view dim_agents as
/* One row per live agent, as of `as_of_month()`. A deleted one is only in the history. */
SELECT
  dim_agents_history.agent_id AS agent_id,
  dim_agents_history.contact_center_id AS contact_center_id,
  dim_agents_history.category_id AS category_id,
  dim_agents_history.full_name AS full_name,
  dim_agents_history.hire_date AS hire_date,
  dim_agents_history.valid_from_month AS valid_from_month
FROM dim_agents_history AS dim_agents_history
WHERE
  dim_agents_history.is_current;
