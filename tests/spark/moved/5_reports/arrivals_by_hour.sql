-- sql/5_reports/arrivals_by_hour.sql
create or replace temporary view arrivals_by_hour as
/* One row per contact center, local weekday and hour, also where nothing came in: what comes in on */
/* an average day of all days, and the work that the calls are. */
WITH bounds AS (
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
  FROM fact_interactions AS fact_interactions
), days AS (
  SELECT
    dates.weekday AS weekday,
    count(*) AS number_of_days
  FROM dim_dates AS dates
  CROSS JOIN bounds AS bounds
  WHERE
    dates.date BETWEEN bounds.first_day AND bounds.last_day
  GROUP BY
    dates.weekday
), counted AS (
  SELECT
    interactions_wide.contact_center_name AS contact_center_name,
    interactions_wide.weekday AS weekday,
    interactions_wide.start_hour AS start_hour,
    count(*) AS interactions,
    count(*) FILTER(WHERE
      interactions_wide.is_call) AS calls,
    (
      CAST(sum(interactions_wide.minutes_to_resolution) FILTER(WHERE
        interactions_wide.is_call) AS DOUBLE) / nullif(
        count(interactions_wide.minutes_to_resolution) FILTER(WHERE
          interactions_wide.is_call),
        0
      )
    ) AS handle_minutes
  FROM interactions_wide AS interactions_wide
  GROUP BY
    interactions_wide.contact_center_name,
    interactions_wide.weekday,
    interactions_wide.start_hour
), centers AS (
  SELECT DISTINCT
    counted.contact_center_name AS contact_center_name
  FROM counted AS counted
), hours AS (
  SELECT
    explode(sequence(0, 23)) AS hour_of_day
)
SELECT
  centers.contact_center_name AS contact_center_name,
  days.weekday AS weekday,
  CAST(hours.hour_of_day AS INT) AS start_hour,
  days.number_of_days AS number_of_days,
  coalesce(counted.interactions, 0) / nullif(days.number_of_days, 0) AS interactions_a_day,
  coalesce(counted.calls, 0) / nullif(days.number_of_days, 0) AS calls_a_day,
  counted.handle_minutes AS handle_minutes,
  CASE
    WHEN coalesce(counted.calls, 0) = 0
    THEN CAST(0 AS DOUBLE)
    ELSE counted.calls / nullif(days.number_of_days, 0) * counted.handle_minutes / 60
  END AS offered_load
FROM centers AS centers
CROSS JOIN days AS days
CROSS JOIN hours AS hours
LEFT JOIN counted AS counted
  ON centers.contact_center_name = counted.contact_center_name
  AND days.weekday = counted.weekday
  AND hours.hour_of_day = counted.start_hour
ORDER BY
  centers.contact_center_name NULLS LAST,
  days.weekday NULLS LAST,
  hours.hour_of_day NULLS LAST;
