-- sql/dashboard/7_staffing.sql
-- comes home as staffing
SELECT
  agents.weekday AS weekday,
  date_format(CAST('2024-01-07' AS DATE) + agents.weekday, 'EEEE') AS day,
  agents.start_hour AS hour,
  any_value(agents.number_of_days) IGNORE NULLS AS days,
  coalesce(any_value(started.total_calls) IGNORE NULLS, 0) AS calls,
  round(sum(agents.offered_load), 2) AS offered_load,
  count(*) FILTER(WHERE
    agents.agents_needed > 0) AS centers,
  CAST(coalesce(sum(agents.agents_needed), 0) AS BIGINT) AS agents,
  (
    agents.weekday <= 5 AND agents.start_hour >= 9 AND agents.start_hour < 17
  ) AS is_business_hour
FROM staffing_by_hour AS agents
LEFT JOIN interactions_by_weekday_and_hour AS started
  ON agents.weekday = started.weekday AND agents.start_hour = started.start_hour
GROUP BY
  agents.weekday,
  agents.start_hour;
-- comes home as days
SELECT
  CAST((
    min(fact_interactions.interaction_start_utc) + make_dt_interval(
      0,
      0,
      (
        CAST(CASE
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2024-01-01' AS TIMESTAMP_NTZ)
          THEN datediff(
            MINUTE,
            min(fact_interactions.interaction_start_utc),
            from_utc_timestamp(
              (
                from_utc_timestamp(min(fact_interactions.interaction_start_utc), 'UTC')
              ),
              'America/New_York'
            )
          )
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2024-03-10 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2024-11-03 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2025-03-09 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2025-11-02 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2026-03-08 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2026-11-01 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2027-03-14 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2027-11-07 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2028-03-12 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2028-11-05 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2029-03-11 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2029-11-04 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2030-03-10 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2030-11-03 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2031-03-09 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2031-11-02 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN min(fact_interactions.interaction_start_utc) < CAST('2032-01-01 00:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          ELSE datediff(
            MINUTE,
            min(fact_interactions.interaction_start_utc),
            from_utc_timestamp(
              (
                from_utc_timestamp(min(fact_interactions.interaction_start_utc), 'UTC')
              ),
              'America/New_York'
            )
          )
        END AS SMALLINT)
      )
    )
  ) AS DATE) AS first_day,
  CAST((
    max(fact_interactions.interaction_start_utc) + make_dt_interval(
      0,
      0,
      (
        CAST(CASE
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2024-01-01' AS TIMESTAMP_NTZ)
          THEN datediff(
            MINUTE,
            max(fact_interactions.interaction_start_utc),
            from_utc_timestamp(
              (
                from_utc_timestamp(max(fact_interactions.interaction_start_utc), 'UTC')
              ),
              'America/New_York'
            )
          )
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2024-03-10 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2024-11-03 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2025-03-09 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2025-11-02 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2026-03-08 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2026-11-01 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2027-03-14 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2027-11-07 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2028-03-12 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2028-11-05 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2029-03-11 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2029-11-04 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2030-03-10 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2030-11-03 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2031-03-09 07:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2031-11-02 06:00:00' AS TIMESTAMP_NTZ)
          THEN -240
          WHEN max(fact_interactions.interaction_start_utc) < CAST('2032-01-01 00:00:00' AS TIMESTAMP_NTZ)
          THEN -300
          ELSE datediff(
            MINUTE,
            max(fact_interactions.interaction_start_utc),
            from_utc_timestamp(
              (
                from_utc_timestamp(max(fact_interactions.interaction_start_utc), 'UTC')
              ),
              'America/New_York'
            )
          )
        END AS SMALLINT)
      )
    )
  ) AS DATE) AS last_day
FROM fact_interactions AS fact_interactions;
-- at home
-- at home
