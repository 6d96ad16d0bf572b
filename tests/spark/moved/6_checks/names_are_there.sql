-- sql/6_checks/names_are_there.sql
/* What a report shows has a name, and not what a system writes where there is none. */
/* severity: warning */
WITH names AS (
  SELECT
    'dim_contact_centers' AS relation,
    contact_centers.contact_center_id AS key,
    contact_centers.valid_from_month AS valid_from_month,
    explode(
      array(
        CASE
          WHEN (
            contact_centers.contact_center_name IS NULL
            OR contact_centers.contact_center_name IN ('NULL', 'N/A', '#N/A', '-', '--', '?')
          )
          THEN 'contact_center_name'
        END
      )
    ) AS empty
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    'dim_service_categories' AS relation,
    service_categories.category_id AS key,
    service_categories.valid_from_month AS valid_from_month,
    explode(
      array(
        CASE
          WHEN (
            service_categories.category_name IS NULL
            OR service_categories.category_name IN ('NULL', 'N/A', '#N/A', '-', '--', '?')
          )
          THEN 'category_name'
        END,
        CASE
          WHEN (
            service_categories.department IS NULL
            OR service_categories.department IN ('NULL', 'N/A', '#N/A', '-', '--', '?')
          )
          THEN 'department'
        END
      )
    ) AS empty
  FROM core_service_categories AS service_categories
  UNION ALL
  SELECT
    'dim_agents' AS relation,
    agents.agent_id AS key,
    agents.valid_from_month AS valid_from_month,
    explode(
      array(
        CASE
          WHEN (
            agents.full_name IS NULL
            OR agents.full_name IN ('NULL', 'N/A', '#N/A', '-', '--', '?')
          )
          THEN 'full_name'
        END
      )
    ) AS empty
  FROM core_agents AS agents
)
SELECT
  names.relation AS file_name,
  'rows have no ' || names.empty AS what,
  count(*) AS occurrences,
  min(names.key) AS example,
  '' AS advice
FROM names AS names
WHERE
  NOT names.empty IS NULL AND names.valid_from_month >= :first_month
GROUP BY
  names.relation,
  names.empty
ORDER BY
  file_name NULLS LAST,
  names.empty NULLS LAST;
