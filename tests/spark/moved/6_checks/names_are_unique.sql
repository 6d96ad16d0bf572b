-- sql/6_checks/names_are_unique.sql
/* Reports go by name: two centers of one name are one row there, and so are two categories of one */
/* name and department. */
/* severity: warning */
WITH names AS (
  SELECT
    'dim_contact_centers' AS relation,
    'contact centers have a name that another has' AS what,
    contact_centers.contact_center_name AS name,
    contact_centers.contact_center_id AS key,
    contact_centers.valid_from_month AS valid_from_month
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    'dim_service_categories' AS relation,
    'service categories have a name that another of their department has' AS what,
    service_categories.category_name || coalesce(' of ' || service_categories.department, '') AS name,
    service_categories.category_id AS key,
    service_categories.valid_from_month AS valid_from_month
  FROM core_service_categories AS service_categories
), shared AS (
  SELECT
    names.relation AS relation,
    names.what AS what,
    names.name AS name,
    count(*) AS keys,
    listagg(names.key, ', ') WITHIN GROUP (ORDER BY
      names.key NULLS LAST) AS example
  FROM names AS names
  WHERE
    NOT names.name IS NULL
  GROUP BY
    names.relation,
    names.what,
    names.name
  HAVING
    count(*) > 1 AND max(names.valid_from_month) >= :first_month
)
SELECT
  shared.relation AS file_name,
  shared.what AS what,
  CAST(sum(shared.keys) AS BIGINT) AS occurrences,
  min_by(shared.name || ' (' || shared.example || ')', shared.name) AS example,
  'reports by name have them in one row' AS advice
FROM shared AS shared
GROUP BY
  shared.relation,
  shared.what
ORDER BY
  file_name NULLS LAST;
