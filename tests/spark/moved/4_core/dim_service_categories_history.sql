-- sql/4_core/dim_service_categories_history.sql
create or replace temporary view dim_service_categories_history as
/* One row per version of a service category, from when to when it was current: the live rows and */
/* those that a later month replaced, as of `as_of_month()` (slowly changing dimension, type 2). */
WITH versions AS (
  SELECT
    service_categories.category_id AS category_id,
    service_categories.category_name AS category_name,
    service_categories.department AS department,
    service_categories.valid_from_month AS valid_from_month,
    999999 AS valid_to_month,
    CAST(NULL AS STRING) AS superseded_by,
    CAST(NULL AS STRING) AS ended_as
  FROM core_service_categories AS service_categories
  UNION ALL
  SELECT
    service_categories.category_id AS category_id,
    service_categories.category_name AS category_name,
    service_categories.department AS department,
    service_categories.valid_from_month AS valid_from_month,
    service_categories.valid_to_month AS valid_to_month,
    service_categories.superseded_by AS superseded_by,
    service_categories.ended_as AS ended_as
  FROM history_service_categories AS service_categories
)
SELECT
  versions.category_id AS category_id,
  versions.category_name AS category_name,
  versions.department AS department,
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
