-- sql/4_core/dim_contact_centers_history.sql
create or replace temporary view dim_contact_centers_history as
/* One row per version of a contact center, from when to when it was current: the live rows and */
/* those that a later month replaced, as of `as_of_month()` (slowly changing dimension, type 2). */
WITH versions AS (
  SELECT
    contact_centers.contact_center_id AS contact_center_id,
    contact_centers.contact_center_name AS contact_center_name,
    contact_centers.location AS location,
    contact_centers.valid_from_month AS valid_from_month,
    999999 AS valid_to_month,
    CAST(NULL AS STRING) AS superseded_by,
    CAST(NULL AS STRING) AS ended_as
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    contact_centers.contact_center_id AS contact_center_id,
    contact_centers.contact_center_name AS contact_center_name,
    contact_centers.location AS location,
    contact_centers.valid_from_month AS valid_from_month,
    contact_centers.valid_to_month AS valid_to_month,
    contact_centers.superseded_by AS superseded_by,
    contact_centers.ended_as AS ended_as
  FROM history_contact_centers AS contact_centers
)
SELECT
  versions.contact_center_id AS contact_center_id,
  versions.contact_center_name AS contact_center_name,
  versions.location AS location,
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
