-- sql/2_staging/stg_contact_centers.sql
create or replace temporary view stg_contact_centers as
SELECT
  good_contact_centers.line AS line,
  (
    good_contact_centers.contact_center_id
  ) AS contact_center_id,
  lower((
    good_contact_centers.action
  )) AS action,
  (
    good_contact_centers.contact_center_name
  ) AS contact_center_name,
  (
    good_contact_centers.location
  ) AS location
FROM good_contact_centers AS good_contact_centers
WHERE
  (
    CASE
      WHEN (
        good_contact_centers.contact_center_id
      ) IS NULL
      THEN FALSE
      WHEN length((
        good_contact_centers.contact_center_id
      )) > 12
      AND length((
        good_contact_centers.contact_center_id
      )) <> length('contact_center_id')
      THEN TRUE
      ELSE lower((
        good_contact_centers.contact_center_id
      )) <> 'contact_center_id'
      AND NOT (
        length((
          (
            good_contact_centers.contact_center_id
          )
        )) <= 12
        AND (
          (
            good_contact_centers.contact_center_id
          )
        ) RLIKE '^(' || (
          '(?i)((sub|grand )?totals?|sum):?'
        ) || ')$'
      )
    END
  )
  AND (
    coalesce(lower((
      good_contact_centers.action
    )) IN ('add', 'update', 'delete'), FALSE)
  );

