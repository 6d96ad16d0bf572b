-- sql/analysis/1_contact_centers_by_quarter.sql
/* How many interactions did each contact center take, quarter by quarter? */
WITH counted AS (
  SELECT
    contact_centers_by_quarter.quarter AS quarter,
    contact_centers_by_quarter.contact_center_name AS contact_center_name,
    contact_centers_by_quarter.total_interactions AS total_interactions,
    contact_centers_by_quarter.total_calls AS total_calls,
    contact_centers_by_quarter.rank_in_quarter AS rank_in_quarter,
    sum(contact_centers_by_quarter.total_interactions) OVER (PARTITION BY contact_centers_by_quarter.quarter) AS total_of_quarter
  FROM contact_centers_by_quarter AS contact_centers_by_quarter
)
SELECT
  'In ' || counted.quarter || ' ' || listagg(counted.contact_center_name, ' and ') WITHIN GROUP (ORDER BY
    counted.contact_center_name NULLS LAST) || ' took the most, ' || max(counted.total_interactions) || ' of ' || max(counted.total_of_quarter) || '.' AS answer
FROM counted AS counted
WHERE
  counted.rank_in_quarter = 1
GROUP BY
  counted.quarter
ORDER BY
  counted.quarter NULLS LAST;
SELECT
  contact_centers_by_quarter.quarter AS quarter,
  contact_centers_by_quarter.rank_in_quarter AS rank_in_quarter,
  contact_centers_by_quarter.contact_center_name AS contact_center_name,
  contact_centers_by_quarter.total_interactions AS total_interactions
FROM contact_centers_by_quarter AS contact_centers_by_quarter
ORDER BY
  quarter NULLS LAST,
  rank_in_quarter NULLS LAST,
  contact_center_name NULLS LAST;
