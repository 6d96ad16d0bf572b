-- sql/2_staging/faults_contact_centers.sql
create or replace temporary view faults_contact_centers as
WITH cells AS (
  SELECT
    raw_contact_centers.line AS line,
    explode(
      array(
        (
          struct(
            'action' AS column_name,
            raw_contact_centers.action AS cell,
            (
              (
                CASE
                  WHEN raw_contact_centers.action IS NULL
                  THEN 'the action is empty'
                  WHEN NOT (
                    coalesce(lower((
                      raw_contact_centers.action
                    )) IN ('add', 'update', 'delete'), FALSE)
                  )
                  THEN 'not an action; it is add, update or delete'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'contact_center_id' AS column_name,
            raw_contact_centers.contact_center_id AS cell,
            (
              (
                CASE
                  WHEN raw_contact_centers.contact_center_id IS NULL
                  THEN 'the key is empty'
                  WHEN (
                    length(raw_contact_centers.contact_center_id) <= 12
                    AND raw_contact_centers.contact_center_id RLIKE '^(' || (
                      '(?i)((sub|grand )?totals?|sum):?'
                    ) || ')$'
                  )
                  THEN 'a total, not a row; remove it'
                  WHEN NOT (
                    CASE
                      WHEN (
                        raw_contact_centers.contact_center_id
                      ) IS NULL
                      THEN FALSE
                      WHEN length((
                        raw_contact_centers.contact_center_id
                      )) > 12
                      AND length((
                        raw_contact_centers.contact_center_id
                      )) <> length('contact_center_id')
                      THEN TRUE
                      ELSE lower((
                        raw_contact_centers.contact_center_id
                      )) <> 'contact_center_id'
                      AND NOT (
                        length((
                          (
                            raw_contact_centers.contact_center_id
                          )
                        )) <= 12
                        AND (
                          (
                            raw_contact_centers.contact_center_id
                          )
                        ) RLIKE '^(' || (
                          '(?i)((sub|grand )?totals?|sum):?'
                        ) || ')$'
                      )
                    END
                  )
                  THEN 'the header once more'
                  WHEN (
                    raw_contact_centers.contact_center_id RLIKE '^(' || (
                      '[0-9]+([.,][0-9]+)?[Ee][+][0-9]+'
                    ) || ')$'
                  )
                  THEN 'a number that a spreadsheet has cut short; export the keys as text'
                END
              )
            ) AS reason
          )
        )
      )
    ) AS judged
  FROM raw_contact_centers AS raw_contact_centers
)
SELECT
  cells.line AS line,
  cells.judged.column_name AS column_name,
  cells.judged.cell AS cell,
  cells.judged.reason AS reason
FROM cells AS cells
WHERE
  NOT cells.judged.reason IS NULL;

