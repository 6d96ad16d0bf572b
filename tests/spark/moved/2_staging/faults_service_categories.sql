-- sql/2_staging/faults_service_categories.sql
create or replace temporary view faults_service_categories as
WITH cells AS (
  SELECT
    raw_service_categories.line AS line,
    explode(
      array(
        (
          struct(
            'action' AS column_name,
            raw_service_categories.action AS cell,
            (
              (
                CASE
                  WHEN raw_service_categories.action IS NULL
                  THEN 'the action is empty'
                  WHEN NOT (
                    coalesce(lower((
                      raw_service_categories.action
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
            'category_id' AS column_name,
            raw_service_categories.category_id AS cell,
            (
              (
                CASE
                  WHEN raw_service_categories.category_id IS NULL
                  THEN 'the key is empty'
                  WHEN (
                    length(raw_service_categories.category_id) <= 12
                    AND raw_service_categories.category_id RLIKE '^(' || (
                      '(?i)((sub|grand )?totals?|sum):?'
                    ) || ')$'
                  )
                  THEN 'a total, not a row; remove it'
                  WHEN NOT (
                    CASE
                      WHEN (
                        raw_service_categories.category_id
                      ) IS NULL
                      THEN FALSE
                      WHEN length((
                        raw_service_categories.category_id
                      )) > 12
                      AND length((
                        raw_service_categories.category_id
                      )) <> length('category_id')
                      THEN TRUE
                      ELSE lower((
                        raw_service_categories.category_id
                      )) <> 'category_id'
                      AND NOT (
                        length((
                          (
                            raw_service_categories.category_id
                          )
                        )) <= 12
                        AND (
                          (
                            raw_service_categories.category_id
                          )
                        ) RLIKE '^(' || (
                          '(?i)((sub|grand )?totals?|sum):?'
                        ) || ')$'
                      )
                    END
                  )
                  THEN 'the header once more'
                  WHEN (
                    raw_service_categories.category_id RLIKE '^(' || (
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
  FROM raw_service_categories AS raw_service_categories
)
SELECT
  cells.line AS line,
  cells.judged.column_name AS column_name,
  cells.judged.cell AS cell,
  cells.judged.reason AS reason
FROM cells AS cells
WHERE
  NOT cells.judged.reason IS NULL;

