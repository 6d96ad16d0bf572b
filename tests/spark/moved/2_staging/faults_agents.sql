-- sql/2_staging/faults_agents.sql
create or replace temporary view faults_agents as
WITH cells AS (
  SELECT
    raw_agents.line AS line,
    (
      coalesce(lower((
        raw_agents.action
      )) = 'delete', FALSE)
    ) AS is_deleted,
    explode(
      array(
        (
          struct(
            'action' AS column_name,
            raw_agents.action AS cell,
            (
              (
                CASE
                  WHEN raw_agents.action IS NULL
                  THEN 'the action is empty'
                  WHEN NOT (
                    coalesce(lower((
                      raw_agents.action
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
            'agent_id' AS column_name,
            raw_agents.agent_id AS cell,
            (
              (
                CASE
                  WHEN raw_agents.agent_id IS NULL
                  THEN 'the key is empty'
                  WHEN (
                    length(raw_agents.agent_id) <= 12
                    AND raw_agents.agent_id RLIKE '^(' || (
                      '(?i)((sub|grand )?totals?|sum):?'
                    ) || ')$'
                  )
                  THEN 'a total, not a row; remove it'
                  WHEN NOT (
                    CASE
                      WHEN (
                        raw_agents.agent_id
                      ) IS NULL
                      THEN FALSE
                      WHEN length((
                        raw_agents.agent_id
                      )) > 12
                      AND length((
                        raw_agents.agent_id
                      )) <> length('agent_id')
                      THEN TRUE
                      ELSE lower((
                        raw_agents.agent_id
                      )) <> 'agent_id'
                      AND NOT (
                        length((
                          (
                            raw_agents.agent_id
                          )
                        )) <= 12
                        AND (
                          (
                            raw_agents.agent_id
                          )
                        ) RLIKE '^(' || (
                          '(?i)((sub|grand )?totals?|sum):?'
                        ) || ')$'
                      )
                    END
                  )
                  THEN 'the header once more'
                  WHEN (
                    raw_agents.agent_id RLIKE '^(' || (
                      '[0-9]+([.,][0-9]+)?[Ee][+][0-9]+'
                    ) || ')$'
                  )
                  THEN 'a number that a spreadsheet has cut short; export the keys as text'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'hire_date' AS column_name,
            raw_agents.hire_date AS cell,
            (
              (
                CASE
                  WHEN (
                    coalesce(
                      (
                        CASE
                          WHEN raw_agents.hire_date RLIKE '^(' || (
                            '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
                          ) || ')$'
                          THEN TRY_CAST(raw_agents.hire_date AS DATE)
                        END
                      ) >= CAST('1900-01-01' AS DATE)
                      AND (
                        CASE
                          WHEN raw_agents.hire_date RLIKE '^(' || (
                            '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
                          ) || ')$'
                          THEN TRY_CAST(raw_agents.hire_date AS DATE)
                        END
                      ) < CAST('2100-01-01' AS DATE)
                      AND lower((
                        raw_agents.hire_date
                      )) <> 'epoch',
                      (
                        raw_agents.hire_date
                      ) IS NULL
                    )
                  )
                  THEN NULL
                  WHEN (
                    CASE
                      WHEN raw_agents.hire_date RLIKE '^(' || (
                        '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
                      ) || ')$'
                      THEN TRY_CAST(raw_agents.hire_date AS DATE)
                    END
                  ) IS NULL
                  OR lower(raw_agents.hire_date) = 'epoch'
                  THEN 'not a date; write it like 2025-01-31'
                  ELSE 'not a date between the years 1900 and 2099'
                END
              )
            ) AS reason
          )
        )
      )
    ) AS judged
  FROM raw_agents AS raw_agents
)
SELECT
  cells.line AS line,
  cells.judged.column_name AS column_name,
  cells.judged.cell AS cell,
  cells.judged.reason AS reason
FROM cells AS cells
WHERE
  NOT cells.judged.reason IS NULL
  AND (
    NOT cells.is_deleted OR cells.judged.column_name = 'agent_id'
  );

