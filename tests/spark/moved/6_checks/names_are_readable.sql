-- sql/6_checks/names_are_readable.sql
/* Text that was saved in one encoding and read in another: U+FFFD, or two signs for one letter. */
/* severity: warning */
WITH names AS (
  SELECT
    'dim_contact_centers' AS relation,
    contact_centers.contact_center_id AS key,
    contact_centers.contact_center_name || ' ' || coalesce(contact_centers.location, '') AS name,
    contact_centers.valid_from_month AS valid_from_month
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    'dim_service_categories' AS relation,
    service_categories.category_id AS key,
    service_categories.category_name || ' ' || coalesce(service_categories.department, '') AS name,
    service_categories.valid_from_month AS valid_from_month
  FROM core_service_categories AS service_categories
  UNION ALL
  SELECT
    'dim_agents' AS relation,
    agents.agent_id AS key,
    agents.full_name AS name,
    agents.valid_from_month AS valid_from_month
  FROM core_agents AS agents
)
SELECT
  names.relation AS file_name,
  'names have letters that were lost in another encoding' AS what,
  count(*) AS occurrences,
  min_by(names.name || ' (' || names.key || ')', names.key) AS example,
  'have the file exported as UTF-8' AS advice
FROM names AS names
WHERE
  names.name RLIKE '[\\x{FFFD}\\x{80}-\\x{9F}]|[ÂÃ][\\x{A0}-\\x{BF}]|â€'
  AND names.valid_from_month >= :first_month
GROUP BY
  names.relation
ORDER BY
  file_name NULLS LAST;
