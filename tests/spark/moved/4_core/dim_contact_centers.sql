-- sql/4_core/dim_contact_centers.sql
create or replace temporary view dim_contact_centers as
/* One row per live contact center, as of `as_of_month()`. A deleted one is only in the history. */
SELECT
  dim_contact_centers_history.contact_center_id AS contact_center_id,
  dim_contact_centers_history.contact_center_name AS contact_center_name,
  dim_contact_centers_history.location AS location,
  dim_contact_centers_history.valid_from_month AS valid_from_month
FROM dim_contact_centers_history AS dim_contact_centers_history
WHERE
  dim_contact_centers_history.is_current;
