-- sql/2_staging/stg_service_categories.sql
create or replace temporary view stg_service_categories as
SELECT
  good_service_categories.line AS line,
  (
    good_service_categories.category_id
  ) AS category_id,
  lower((
    good_service_categories.action
  )) AS action,
  (
    good_service_categories.category_name
  ) AS category_name,
  (
    good_service_categories.department
  ) AS department
FROM good_service_categories AS good_service_categories
WHERE
  (
    CASE
      WHEN (
        good_service_categories.category_id
      ) IS NULL
      THEN FALSE
      WHEN length((
        good_service_categories.category_id
      )) > 12
      AND length((
        good_service_categories.category_id
      )) <> length('category_id')
      THEN TRUE
      ELSE lower((
        good_service_categories.category_id
      )) <> 'category_id'
      AND NOT (
        length((
          (
            good_service_categories.category_id
          )
        )) <= 12
        AND (
          (
            good_service_categories.category_id
          )
        ) RLIKE '^(' || (
          '(?i)((sub|grand )?totals?|sum):?'
        ) || ')$'
      )
    END
  )
  AND (
    coalesce(lower((
      good_service_categories.action
    )) IN ('add', 'update', 'delete'), FALSE)
  );

