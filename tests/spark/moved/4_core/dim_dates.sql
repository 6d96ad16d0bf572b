-- sql/4_core/dim_dates.sql
create or replace temporary view dim_dates as
/* One row per day from the first month with interactions to the end of the year of the last one: */
/* also the days without any. */
WITH span AS (
  SELECT
    min(fact_interactions.month_start) AS first_day,
    make_date(year(max(fact_interactions.month_start)), 12, 31) AS last_day
  FROM fact_interactions AS fact_interactions
), days AS (
  SELECT
    explode(sequence(span.first_day, span.last_day, INTERVAL '1' DAY)) AS midnight
  FROM span AS span
), named AS (
  SELECT
    CAST(days.midnight AS DATE) AS date,
    (
      CAST((
        (
          dayofweek(days.midnight) + 5
        ) % 7 + 1
      ) AS INT)
    ) AS weekday,
    (
      CASE
        WHEN (
          (
            dayofweek(CAST(days.midnight AS DATE)) + 5
          ) % 7 + 1
        ) <= 5
        THEN coalesce(
          (
            CASE
              WHEN month(CAST(days.midnight AS DATE)) = 1 AND day(CAST(days.midnight AS DATE)) = 1
              THEN 'New Year\'s Day'
              WHEN month(CAST(days.midnight AS DATE)) = 1
              AND (
                (
                  dayofweek(CAST(days.midnight AS DATE)) + 5
                ) % 7 + 1
              ) = 1
              AND day(CAST(days.midnight AS DATE)) BETWEEN 15 AND 21
              THEN 'Birthday of Martin Luther King, Jr.'
              WHEN month(CAST(days.midnight AS DATE)) = 2
              AND (
                (
                  dayofweek(CAST(days.midnight AS DATE)) + 5
                ) % 7 + 1
              ) = 1
              AND day(CAST(days.midnight AS DATE)) BETWEEN 15 AND 21
              THEN 'Washington\'s Birthday'
              WHEN month(CAST(days.midnight AS DATE)) = 5
              AND (
                (
                  dayofweek(CAST(days.midnight AS DATE)) + 5
                ) % 7 + 1
              ) = 1
              AND day(CAST(days.midnight AS DATE)) >= 25
              THEN 'Memorial Day'
              WHEN month(CAST(days.midnight AS DATE)) = 6
              AND day(CAST(days.midnight AS DATE)) = 19
              AND year(CAST(days.midnight AS DATE)) >= 2021
              THEN 'Juneteenth National Independence Day'
              WHEN month(CAST(days.midnight AS DATE)) = 7 AND day(CAST(days.midnight AS DATE)) = 4
              THEN 'Independence Day'
              WHEN month(CAST(days.midnight AS DATE)) = 9
              AND (
                (
                  dayofweek(CAST(days.midnight AS DATE)) + 5
                ) % 7 + 1
              ) = 1
              AND day(CAST(days.midnight AS DATE)) <= 7
              THEN 'Labor Day'
              WHEN month(CAST(days.midnight AS DATE)) = 10
              AND (
                (
                  dayofweek(CAST(days.midnight AS DATE)) + 5
                ) % 7 + 1
              ) = 1
              AND day(CAST(days.midnight AS DATE)) BETWEEN 8 AND 14
              THEN 'Columbus Day'
              WHEN month(CAST(days.midnight AS DATE)) = 11 AND day(CAST(days.midnight AS DATE)) = 11
              THEN 'Veterans Day'
              WHEN month(CAST(days.midnight AS DATE)) = 11
              AND (
                (
                  dayofweek(CAST(days.midnight AS DATE)) + 5
                ) % 7 + 1
              ) = 4
              AND day(CAST(days.midnight AS DATE)) BETWEEN 22 AND 28
              THEN 'Thanksgiving Day'
              WHEN month(CAST(days.midnight AS DATE)) = 12 AND day(CAST(days.midnight AS DATE)) = 25
              THEN 'Christmas Day'
            END
          ),
          (
            CASE
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 1
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 1
              THEN 'New Year\'s Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 1
              AND (
                (
                  dayofweek(
                    (
                      CAST(days.midnight AS DATE) + CASE (
                          (
                            dayofweek(CAST(days.midnight AS DATE)) + 5
                          ) % 7 + 1
                        )
                        WHEN 5
                        THEN 1
                        WHEN 1
                        THEN -1
                        ELSE 0
                      END
                    )
                  ) + 5
                ) % 7 + 1
              ) = 1
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) BETWEEN 15 AND 21
              THEN 'Birthday of Martin Luther King, Jr.'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 2
              AND (
                (
                  dayofweek(
                    (
                      CAST(days.midnight AS DATE) + CASE (
                          (
                            dayofweek(CAST(days.midnight AS DATE)) + 5
                          ) % 7 + 1
                        )
                        WHEN 5
                        THEN 1
                        WHEN 1
                        THEN -1
                        ELSE 0
                      END
                    )
                  ) + 5
                ) % 7 + 1
              ) = 1
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) BETWEEN 15 AND 21
              THEN 'Washington\'s Birthday'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 5
              AND (
                (
                  dayofweek(
                    (
                      CAST(days.midnight AS DATE) + CASE (
                          (
                            dayofweek(CAST(days.midnight AS DATE)) + 5
                          ) % 7 + 1
                        )
                        WHEN 5
                        THEN 1
                        WHEN 1
                        THEN -1
                        ELSE 0
                      END
                    )
                  ) + 5
                ) % 7 + 1
              ) = 1
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) >= 25
              THEN 'Memorial Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 6
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 19
              AND year(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) >= 2021
              THEN 'Juneteenth National Independence Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 7
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 4
              THEN 'Independence Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 9
              AND (
                (
                  dayofweek(
                    (
                      CAST(days.midnight AS DATE) + CASE (
                          (
                            dayofweek(CAST(days.midnight AS DATE)) + 5
                          ) % 7 + 1
                        )
                        WHEN 5
                        THEN 1
                        WHEN 1
                        THEN -1
                        ELSE 0
                      END
                    )
                  ) + 5
                ) % 7 + 1
              ) = 1
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) <= 7
              THEN 'Labor Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 10
              AND (
                (
                  dayofweek(
                    (
                      CAST(days.midnight AS DATE) + CASE (
                          (
                            dayofweek(CAST(days.midnight AS DATE)) + 5
                          ) % 7 + 1
                        )
                        WHEN 5
                        THEN 1
                        WHEN 1
                        THEN -1
                        ELSE 0
                      END
                    )
                  ) + 5
                ) % 7 + 1
              ) = 1
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) BETWEEN 8 AND 14
              THEN 'Columbus Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 11
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 11
              THEN 'Veterans Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 11
              AND (
                (
                  dayofweek(
                    (
                      CAST(days.midnight AS DATE) + CASE (
                          (
                            dayofweek(CAST(days.midnight AS DATE)) + 5
                          ) % 7 + 1
                        )
                        WHEN 5
                        THEN 1
                        WHEN 1
                        THEN -1
                        ELSE 0
                      END
                    )
                  ) + 5
                ) % 7 + 1
              ) = 4
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) BETWEEN 22 AND 28
              THEN 'Thanksgiving Day'
              WHEN month(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 12
              AND day(
                (
                  CAST(days.midnight AS DATE) + CASE (
                      (
                        dayofweek(CAST(days.midnight AS DATE)) + 5
                      ) % 7 + 1
                    )
                    WHEN 5
                    THEN 1
                    WHEN 1
                    THEN -1
                    ELSE 0
                  END
                )
              ) = 25
              THEN 'Christmas Day'
            END
          )
        )
      END
    ) AS federal_holiday
  FROM days AS days
)
SELECT
  named.date AS date,
  year(named.date) AS year,
  year(named.date) || '-Q' || quarter(named.date) AS quarter,
  date_format(named.date, 'yyyy-MM') AS month,
  (
    year(
      named.date + 4 - (
        CAST((
          (
            dayofweek(named.date) + 5
          ) % 7 + 1
        ) AS INT)
      )
    ) || '-W' || lpad(CAST(weekofyear(named.date) AS STRING), 2, '0')
  ) AS iso_week,
  named.weekday AS weekday,
  NOT named.federal_holiday IS NULL AS is_federal_holiday,
  named.federal_holiday AS federal_holiday,
  (
    named.weekday <= 5 AND (
      (
        FALSE
      ) OR named.federal_holiday IS NULL
    )
  ) AS is_business_day
FROM named AS named
ORDER BY
  date NULLS LAST;
