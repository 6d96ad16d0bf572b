-- sql/dashboard/1_months.sql
-- a macro, written out wherever it is called
-- a macro, written out wherever it is called
-- comes home as counted
SELECT
  interactions_wide.month_start AS month_start,
  interactions_wide.contact_center_name AS contact_center_name,
  interactions_wide.department AS department,
  count(*) AS interactions,
  count(*) FILTER(WHERE
    interactions_wide.is_call AND interactions_wide.agent_id IS NULL) AS abandoned_calls,
  count(*) FILTER(WHERE
    interactions_wide.is_call) AS calls,
  count(interactions_wide.call_duration_minutes) FILTER(WHERE
    interactions_wide.is_call) AS calls_with_duration,
  sum(interactions_wide.call_duration_minutes) FILTER(WHERE
    interactions_wide.is_call) AS call_minutes,
  count(interactions_wide.minutes_to_resolution) FILTER(WHERE
    interactions_wide.is_call) AS calls_with_times,
  sum(interactions_wide.minutes_to_resolution) FILTER(WHERE
    interactions_wide.is_call) AS handle_minutes,
  sum(interactions_wide.minutes_after_resolution) FILTER(WHERE
    interactions_wide.is_call) AS after_minutes,
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
  ) AS ratings,
  sum(
    (
      CASE
        WHEN (
          interactions_wide.satisfaction_rating >= 1
          AND interactions_wide.satisfaction_rating <= 5
        )
        THEN interactions_wide.satisfaction_rating
      END
    )
  ) AS rating_sum
FROM interactions_wide AS interactions_wide
GROUP BY
  1,
  2,
  3;
-- at home
