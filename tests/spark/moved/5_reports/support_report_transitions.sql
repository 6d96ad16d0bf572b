-- sql/5_reports/support_report_transitions.sql
create or replace temporary view support_report_transitions as
/* One row per loaded month and kind of interactions that it may have changed in the report: what */
/* they were before and are since, with the names of the time, and how many. Reads only what a month */
/* brought or replaced, and what refers to a name that it changed. */
WITH changed /* Interactions whose own row changed, counted by what they were before and are since. */ AS (
  SELECT
    interaction_changes.changed_in_month AS changed_in_month,
    interaction_changes.change AS change,
    interaction_changes.interaction_month_before AS interaction_month_before,
    interaction_changes.interaction_month_after AS interaction_month_after,
    interaction_changes.contact_center_id_before AS contact_center_id_before,
    interaction_changes.contact_center_id_after AS contact_center_id_after,
    interaction_changes.category_id_before AS category_id_before,
    interaction_changes.category_id_after AS category_id_after,
    coalesce(interaction_changes.is_call_before, FALSE) AS is_call_before,
    coalesce(interaction_changes.is_call_after, FALSE) AS is_call_after,
    coalesce(interaction_changes.call_duration_minutes_before, -1) <> coalesce(interaction_changes.call_duration_minutes_after, -1) AS is_measured_anew,
    count(*) AS interactions,
    sum(interaction_changes.call_duration_minutes_before) AS minutes_before,
    sum(interaction_changes.call_duration_minutes_after) AS minutes_after,
    min(interaction_changes.interaction_id) AS example
  FROM interaction_changes AS interaction_changes
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11
), kept /* Interactions that are as they were, though the name of their center or department is not. */ AS (
  SELECT
    fact_interactions_history.month AS month,
    fact_interactions_history.contact_center_id AS contact_center_id,
    fact_interactions_history.category_id AS category_id,
    fact_interactions_history.is_call AS is_call,
    fact_interactions_history.valid_from_month AS valid_from_month,
    fact_interactions_history.valid_to_month AS valid_to_month,
    count(*) AS interactions,
    sum(fact_interactions_history.call_duration_minutes) AS minutes,
    min(fact_interactions_history.interaction_id) AS example
  FROM fact_interactions_history AS fact_interactions_history
  WHERE
    fact_interactions_history.contact_center_id IN (
      SELECT
        centers.contact_center_id AS contact_center_id
      FROM contact_center_changes AS centers
      WHERE
        centers.name_before IS DISTINCT FROM centers.name_after
    )
    OR fact_interactions_history.category_id IN (
      SELECT
        categories.category_id AS category_id
      FROM service_category_changes AS categories
      WHERE
        categories.department_before IS DISTINCT FROM categories.department_after
    )
  GROUP BY
    1,
    2,
    3,
    4,
    5,
    6
), transitions AS (
  SELECT
    changed.changed_in_month AS changed_in_month,
    changed.change AS change,
    changed.interaction_month_before AS interaction_month_before,
    changed.interaction_month_after AS interaction_month_after,
    changed.contact_center_id_before AS contact_center_id_before,
    changed.contact_center_id_after AS contact_center_id_after,
    changed.category_id_before AS category_id_before,
    changed.category_id_after AS category_id_after,
    changed.is_call_before AS is_call_before,
    changed.is_call_after AS is_call_after,
    changed.is_measured_anew AS is_measured_anew,
    changed.interactions AS interactions,
    changed.minutes_before AS minutes_before,
    changed.minutes_after AS minutes_after,
    changed.example AS example
  FROM changed AS changed
  UNION ALL
  SELECT
    steps.changed_in_month AS changed_in_month,
    'none' AS change,
    kept.month AS interaction_month_before,
    kept.month AS interaction_month_after,
    kept.contact_center_id AS contact_center_id_before,
    kept.contact_center_id AS contact_center_id_after,
    kept.category_id AS category_id_before,
    kept.category_id AS category_id_after,
    kept.is_call AS is_call_before,
    kept.is_call AS is_call_after,
    FALSE AS is_measured_anew,
    kept.interactions AS interactions,
    kept.minutes AS minutes_before,
    kept.minutes AS minutes_after,
    kept.example AS example
  FROM load_steps AS steps
  INNER JOIN kept AS kept
    ON steps.month_before >= kept.valid_from_month
    AND steps.changed_in_month < coalesce(kept.valid_to_month, 999999)
)
SELECT
  transitions.changed_in_month AS changed_in_month,
  transitions.change AS change,
  transitions.interaction_month_before AS interaction_month_before,
  transitions.interaction_month_after AS interaction_month_after,
  transitions.contact_center_id_before AS contact_center_id_before,
  transitions.contact_center_id_after AS contact_center_id_after,
  transitions.category_id_before AS category_id_before,
  transitions.category_id_after AS category_id_after,
  transitions.is_call_before AS is_call_before,
  transitions.is_call_after AS is_call_after,
  transitions.is_measured_anew AS is_measured_anew,
  transitions.interactions AS interactions,
  transitions.minutes_before AS minutes_before,
  transitions.minutes_after AS minutes_after,
  transitions.example AS example,
  steps.month_before AS month_before,
  coalesce(center_before.name_before, 'Unknown') AS center_before,
  coalesce(center_after.name_after, 'Unknown') AS center_after,
  coalesce(category_before.department_before, 'Unknown') AS department_before,
  coalesce(category_after.department_after, 'Unknown') AS department_after
FROM transitions AS transitions
INNER JOIN load_steps AS steps
  ON transitions.changed_in_month = steps.changed_in_month
LEFT JOIN contact_center_changes AS center_before
  ON transitions.changed_in_month = center_before.changed_in_month
  AND transitions.contact_center_id_before = center_before.contact_center_id
LEFT JOIN contact_center_changes AS center_after
  ON transitions.changed_in_month = center_after.changed_in_month
  AND transitions.contact_center_id_after = center_after.contact_center_id
LEFT JOIN service_category_changes AS category_before
  ON transitions.changed_in_month = category_before.changed_in_month
  AND transitions.category_id_before = category_before.category_id
LEFT JOIN service_category_changes AS category_after
  ON transitions.changed_in_month = category_after.changed_in_month
  AND transitions.category_id_after = category_after.category_id;
