-- sql/4_core/dim_service_categories.sql
create or replace temporary view dim_service_categories as
/* One row per live service category, as of `as_of_month()`. A deleted one is only in the history. */
SELECT
  dim_service_categories_history.category_id AS category_id,
  dim_service_categories_history.category_name AS category_name,
  dim_service_categories_history.department AS department,
  dim_service_categories_history.valid_from_month AS valid_from_month
FROM dim_service_categories_history AS dim_service_categories_history
WHERE
  dim_service_categories_history.is_current;
