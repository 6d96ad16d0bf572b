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
    from_utc_timestamp(
      (
        from_utc_timestamp(min(fact_interactions.interaction_start_utc), 'UTC')
      ),
      'America/New_York'
    )
  ) AS DATE) AS first_day,
  CAST((
    from_utc_timestamp(
      (
        from_utc_timestamp(max(fact_interactions.interaction_start_utc), 'UTC')
      ),
      'America/New_York'
    )
  ) AS DATE) AS last_day
FROM fact_interactions AS fact_interactions;
-- at home
-- at home
