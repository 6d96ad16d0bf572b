-- sql/5_reports/categories_by_month.sql
create or replace temporary view categories_by_month as
/* What members ask about: one row per month and category. One without an interaction in a month is */
/* there too, so that a change to nothing is seen. */
WITH counted AS (
  SELECT
    interactions_wide.month AS month,
    interactions_wide.category_name AS category_name,
    count(*) AS interactions,
    count(*) FILTER(WHERE
      interactions_wide.is_call) AS calls,
    (
      CAST(round(
        CAST((
          CAST(sum(
            (
              CASE
                WHEN (
                  interactions_wide.satisfaction_rating >= 1
                  AND interactions_wide.satisfaction_rating <= 5
                )
                THEN interactions_wide.satisfaction_rating
              END
            )
          ) AS DOUBLE) / nullif(
            count(
              (
                CASE
                  WHEN (
                    interactions_wide.satisfaction_rating >= 1
                    AND interactions_wide.satisfaction_rating <= 5
                  )
                  THEN interactions_wide.satisfaction_rating
                END
              )
            ),
            0
          )
        ) AS DECIMAL(18, 8)),
        2
      ) AS DOUBLE)
    ) AS average_rating,
    count(
      (
        CASE
          WHEN (
            interactions_wide.satisfaction_rating >= 1
            AND interactions_wide.satisfaction_rating <= 5
          )
          THEN interactions_wide.satisfaction_rating
        END
      )
    ) AS ratings
  FROM interactions_wide AS interactions_wide
  GROUP BY
    interactions_wide.month,
    interactions_wide.category_name
), months AS (
  SELECT DISTINCT
    counted.month AS month
  FROM counted AS counted
), names AS (
  SELECT DISTINCT
    counted.category_name AS category_name
  FROM counted AS counted
), filled AS (
  SELECT
    months.month AS month,
    names.category_name AS category_name,
    coalesce(counted.interactions, 0) AS total_interactions,
    coalesce(counted.calls, 0) AS total_calls,
    counted.average_rating AS average_rating,
    coalesce(counted.ratings, 0) AS ratings
  FROM months AS months
  CROSS JOIN names AS names
  LEFT JOIN counted AS counted
    ON months.month = counted.month AND names.category_name = counted.category_name
), compared AS (
  SELECT
    filled.month AS month,
    filled.category_name AS category_name,
    filled.total_interactions AS total_interactions,
    filled.total_calls AS total_calls,
    filled.average_rating AS average_rating,
    filled.ratings AS ratings,
    lag(filled.total_interactions) OVER (
      PARTITION BY filled.category_name, filled.month = 'Unknown'
      ORDER BY filled.month NULLS LAST
    ) AS interactions_month_before
  FROM filled AS filled
)
SELECT
  compared.month AS month,
  compared.category_name AS category_name,
  compared.total_interactions AS total_interactions,
  compared.total_calls AS total_calls,
  (
    CAST(round(
      CAST((
        compared.total_interactions / nullif(sum(compared.total_interactions) OVER (PARTITION BY compared.month), 0)
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS share_of_month,
  compared.total_interactions - compared.interactions_month_before AS change_on_month_before,
  (
    CAST(round(
      CAST((
        compared.total_interactions / nullif(compared.interactions_month_before, 0) - 1
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS growth_on_month_before,
  compared.average_rating AS average_rating,
  compared.ratings AS ratings,
  (
    CAST(round(
      CAST((
        compared.ratings / nullif(compared.total_interactions, 0)
      ) AS DECIMAL(18, 8)),
      4
    ) AS DOUBLE)
  ) AS response_rate
FROM compared AS compared
ORDER BY
  month NULLS LAST,
  category_name NULLS LAST;
