-- sql/6_checks/names_do_not_look_alike.sql
/* Names that a reader takes for one, and a report does not: they differ in case, in blanks, in */
/* accents, or in letters of another alphabet that look the same. */
/* severity: warning */
WITH names AS (
  SELECT
    'dim_contact_centers' AS relation,
    'contact_center_name' AS column_name,
    contact_centers.contact_center_name AS name,
    contact_centers.valid_from_month AS valid_from_month
  FROM core_contact_centers AS contact_centers
  UNION ALL
  SELECT
    'dim_service_categories' AS relation,
    'category_name' AS column_name,
    service_categories.category_name AS name,
    service_categories.valid_from_month AS valid_from_month
  FROM core_service_categories AS service_categories
  UNION ALL
  SELECT
    'dim_service_categories' AS relation,
    'department' AS column_name,
    service_categories.department AS name,
    service_categories.valid_from_month AS valid_from_month
  FROM core_service_categories AS service_categories
), spellings AS (
  SELECT
    names.relation AS relation,
    names.column_name AS column_name,
    names.name AS name,
    max(names.valid_from_month) AS valid_from_month,
    translate(
      lower(
        translate(
          regexp_replace(regexp_replace(names.name, '[\\s\\p{Z}\\p{Cf}]+', ''), '\\p{M}', ''),
          'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭĮįİĴĵĶķĹĺĻļĽľŃńŅņŇňŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽžƠơƯưǍǎǏǐǑǒǓǔǕǖǗǘǙǚǛǜǞǟǠǡǦǧǨǩǪǫǬǭǰǴǵǸǹǺǻȀȁȂȃȄȅȆȇȈȉȊȋȌȍȎȏȐȑȒȓȔȕȖȗȘșȚțȞȟȦȧȨȩȪȫȬȭȮȯȰȱȲȳ',
          'AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyyAaAaAaCcCcCcCcDdEeEeEeEeEeGgGgGgGgHhIiIiIiIiIJjKkLlLlLlNnNnNnOoOoOoRrRrRrSsSsSsSsTtTtUuUuUuUuUuUuWwYyYZzZzZzOoUuAaIiOoUuUuUuUuUuAaAaGgKkOoOojGgNnAaAaAaEeEeIiIiOoOoRrRrUuUuSsTtHhAaEeOoOoOoOoYy'
        )
      ),
      'авекмнорстухіјѕαβεζηικμνορτυχ’‘ʼ–—‑−0',
      'abekmhopctyxijsabezhikmnoptyx\'\'\'----o'
    ) AS look
  FROM names AS names
  WHERE
    NOT names.name IS NULL
  GROUP BY
    names.relation,
    names.column_name,
    names.name
), alike AS (
  SELECT
    spellings.relation AS relation,
    spellings.column_name AS column_name,
    spellings.look AS look,
    count(*) AS spellings,
    listagg(spellings.name, ' and ') WITHIN GROUP (ORDER BY
      spellings.name NULLS LAST) AS example
  FROM spellings AS spellings
  GROUP BY
    spellings.relation,
    spellings.column_name,
    spellings.look
  HAVING
    count(*) > 1 AND max(spellings.valid_from_month) >= :first_month
)
SELECT
  alike.relation AS file_name,
  'spellings of ' || alike.column_name || ' look alike, and are apart in reports' AS what,
  CAST(sum(alike.spellings) AS BIGINT) AS occurrences,
  min_by(alike.example, alike.look) AS example,
  'are they one?' AS advice
FROM alike AS alike
GROUP BY
  alike.relation,
  alike.column_name
ORDER BY
  file_name NULLS LAST,
  alike.column_name NULLS LAST;
