-- sql/5_reports/support_report_causes.sql
create or replace temporary view support_report_causes as
/* One row per loaded month, row of the report that it changed, and cause: how many interactions */
/* came into the row, left it or count otherwise in it, and what that changed. An interaction has */
/* one cause a month; one that goes from a row to another is in both. The causes of a row add up to */
/* what the month changed in it. */
WITH caused /* The first cause that holds is the one. */ AS (
  SELECT
    support_report_transitions.changed_in_month AS changed_in_month,
    support_report_transitions.change AS change,
    support_report_transitions.interaction_month_before AS interaction_month_before,
    support_report_transitions.interaction_month_after AS interaction_month_after,
    support_report_transitions.contact_center_id_before AS contact_center_id_before,
    support_report_transitions.contact_center_id_after AS contact_center_id_after,
    support_report_transitions.category_id_before AS category_id_before,
    support_report_transitions.category_id_after AS category_id_after,
    support_report_transitions.is_call_before AS is_call_before,
    support_report_transitions.is_call_after AS is_call_after,
    support_report_transitions.is_measured_anew AS is_measured_anew,
    support_report_transitions.interactions AS interactions,
    support_report_transitions.minutes_before AS minutes_before,
    support_report_transitions.minutes_after AS minutes_after,
    support_report_transitions.example AS example,
    support_report_transitions.month_before AS month_before,
    support_report_transitions.center_before AS center_before,
    support_report_transitions.center_after AS center_after,
    support_report_transitions.department_before AS department_before,
    support_report_transitions.department_after AS department_after,
    CASE
      WHEN support_report_transitions.change = 'deleted'
      THEN 'deleted'
      WHEN support_report_transitions.change = 'restored'
      THEN 'restored'
      WHEN support_report_transitions.change = 'added'
      AND support_report_transitions.interaction_month_after = 'Unknown'
      THEN 'came late'
      WHEN support_report_transitions.change = 'added'
      AND support_report_transitions.interaction_month_after <= (
        left(CAST(support_report_transitions.month_before AS STRING), 4) || '-' || right(CAST(support_report_transitions.month_before AS STRING), 2)
      )
      THEN 'came late'
      WHEN support_report_transitions.change = 'added'
      THEN 'new'
      WHEN support_report_transitions.center_before <> support_report_transitions.center_after
      AND coalesce(support_report_transitions.contact_center_id_before, '') <> coalesce(support_report_transitions.contact_center_id_after, '')
      THEN 'moved to another center'
      WHEN support_report_transitions.department_before <> support_report_transitions.department_after
      AND coalesce(support_report_transitions.category_id_before, '') <> coalesce(support_report_transitions.category_id_after, '')
      THEN 'moved to another department'
      WHEN support_report_transitions.center_before <> support_report_transitions.center_after
      AND support_report_transitions.center_after = 'Unknown'
      THEN 'center deleted'
      WHEN support_report_transitions.center_before <> support_report_transitions.center_after
      AND support_report_transitions.center_before = 'Unknown'
      THEN 'center added'
      WHEN support_report_transitions.center_before <> support_report_transitions.center_after
      THEN 'center renamed'
      WHEN support_report_transitions.department_before <> support_report_transitions.department_after
      AND support_report_transitions.department_after = 'Unknown'
      THEN 'category deleted'
      WHEN support_report_transitions.department_before <> support_report_transitions.department_after
      AND support_report_transitions.department_before = 'Unknown'
      THEN 'category added'
      WHEN support_report_transitions.department_before <> support_report_transitions.department_after
      THEN 'department renamed'
      WHEN support_report_transitions.is_call_after
      AND NOT support_report_transitions.is_call_before
      THEN 'became a call'
      WHEN support_report_transitions.is_call_before
      AND NOT support_report_transitions.is_call_after
      THEN 'ceased to be a call'
      WHEN support_report_transitions.interaction_month_before <> support_report_transitions.interaction_month_after
      THEN 'corrected'
      WHEN support_report_transitions.is_call_after
      AND support_report_transitions.is_measured_anew
      THEN 'corrected'
    END AS cause,
    coalesce(
      support_report_transitions.interaction_month_before = support_report_transitions.interaction_month_after,
      FALSE
    )
    AND support_report_transitions.center_before = support_report_transitions.center_after
    AND support_report_transitions.department_before = support_report_transitions.department_after AS is_same_row
  FROM support_report_transitions AS support_report_transitions
), sides /* What a row lost, and what it gained. */ AS (
  SELECT
    caused.changed_in_month AS changed_in_month,
    caused.interaction_month_before AS month,
    caused.center_before AS contact_center_name,
    caused.department_before AS department,
    caused.cause AS cause,
    caused.center_before AS center_before,
    caused.center_after AS center_after,
    caused.department_before AS department_before,
    caused.department_after AS department_after,
    CASE WHEN caused.is_same_row THEN 0 ELSE caused.interactions END AS interactions_changed,
    -caused.interactions AS interactions,
    CASE WHEN caused.is_call_before THEN -caused.interactions ELSE 0 END AS calls,
    CASE WHEN caused.is_call_before THEN -caused.minutes_before END AS minutes,
    caused.example AS example
  FROM caused AS caused
  WHERE
    NOT caused.cause IS NULL AND NOT caused.interaction_month_before IS NULL
  UNION ALL
  SELECT
    caused.changed_in_month AS changed_in_month,
    caused.interaction_month_after AS month,
    caused.center_after AS contact_center_name,
    caused.department_after AS department,
    caused.cause AS cause,
    caused.center_before AS center_before,
    caused.center_after AS center_after,
    caused.department_before AS department_before,
    caused.department_after AS department_after,
    caused.interactions AS interactions_changed,
    caused.interactions AS interactions,
    CASE WHEN caused.is_call_after THEN caused.interactions ELSE 0 END AS calls,
    CASE WHEN caused.is_call_after THEN caused.minutes_after END AS minutes,
    caused.example AS example
  FROM caused AS caused
  WHERE
    NOT caused.cause IS NULL AND NOT caused.interaction_month_after IS NULL
)
SELECT
  sides.changed_in_month AS changed_in_month,
  sides.month AS month,
  sides.contact_center_name AS contact_center_name,
  sides.department AS department,
  sides.cause AS cause,
  CASE
    WHEN sides.cause LIKE '%center%'
    THEN sides.center_before
    WHEN sides.cause LIKE '%department%' OR sides.cause LIKE 'category%'
    THEN sides.department_before
  END AS name_before,
  CASE
    WHEN sides.cause LIKE '%center%'
    THEN sides.center_after
    WHEN sides.cause LIKE '%department%' OR sides.cause LIKE 'category%'
    THEN sides.department_after
  END AS name_after,
  CAST(sum(sides.interactions_changed) AS BIGINT) AS interactions_changed,
  CAST(sum(sides.interactions) AS BIGINT) AS total_interactions_change,
  CAST(sum(sides.calls) AS BIGINT) AS total_calls_change,
  CAST(coalesce(sum(sides.minutes), 0) AS DOUBLE) AS total_call_duration_change,
  min(sides.example) AS example_interaction_id
FROM sides AS sides
GROUP BY
  1,
  2,
  3,
  4,
  5,
  6,
  7
ORDER BY
  1 NULLS LAST,
  2 NULLS LAST,
  3 NULLS LAST,
  4 NULLS LAST,
  5 NULLS LAST,
  6 NULLS LAST,
  7 NULLS LAST,
  8 NULLS LAST,
  9 NULLS LAST,
  10 NULLS LAST,
  11 NULLS LAST,
  12 NULLS LAST;
