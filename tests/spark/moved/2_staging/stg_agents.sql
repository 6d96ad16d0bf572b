-- sql/2_staging/stg_agents.sql
create or replace temporary view stg_agents as
SELECT
  good_agents.line AS line,
  (
    good_agents.agent_id
  ) AS agent_id,
  lower((
    good_agents.action
  )) AS action,
  (
    good_agents.contact_center_id
  ) AS contact_center_id,
  (
    good_agents.category_id
  ) AS category_id,
  (
    good_agents.full_name
  ) AS full_name,
  (
    CASE
      WHEN good_agents.hire_date RLIKE '^(' || (
        '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
      ) || ')$'
      THEN TRY_CAST(good_agents.hire_date AS DATE)
    END
  ) AS hire_date
FROM good_agents AS good_agents
WHERE
  (
    CASE
      WHEN (
        good_agents.agent_id
      ) IS NULL
      THEN FALSE
      WHEN length((
        good_agents.agent_id
      )) > 12
      AND length((
        good_agents.agent_id
      )) <> length('agent_id')
      THEN TRUE
      ELSE lower((
        good_agents.agent_id
      )) <> 'agent_id'
      AND NOT (
        length((
          (
            good_agents.agent_id
          )
        )) <= 12
        AND (
          (
            good_agents.agent_id
          )
        ) RLIKE '^(' || (
          '(?i)((sub|grand )?totals?|sum):?'
        ) || ')$'
      )
    END
  )
  AND (
    coalesce(lower((
      good_agents.action
    )) IN ('add', 'update', 'delete'), FALSE)
  )
  AND (
    (
      coalesce(lower((
        good_agents.action
      )) = 'delete', FALSE)
    )
    OR (
      coalesce(
        (
          CASE
            WHEN good_agents.hire_date RLIKE '^(' || (
              '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
            ) || ')$'
            THEN TRY_CAST(good_agents.hire_date AS DATE)
          END
        ) >= CAST('1900-01-01' AS DATE)
        AND (
          CASE
            WHEN good_agents.hire_date RLIKE '^(' || (
              '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
            ) || ')$'
            THEN TRY_CAST(good_agents.hire_date AS DATE)
          END
        ) < CAST('2100-01-01' AS DATE)
        AND lower((
          good_agents.hire_date
        )) <> 'epoch',
        (
          good_agents.hire_date
        ) IS NULL
      )
    )
  );

