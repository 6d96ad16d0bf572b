-- sql/4_core/fact_interactions_history.sql
create or replace temporary view fact_interactions_history as
/* One row per version of an interaction, from when to when it was current: the live rows and those */
/* that a later month replaced, as of `as_of_month()`. What other columns say already (a local time, */
/* the minutes between two times) is worked out here, on reading: it takes no room in the file, */
/* costs a build nothing and cannot disagree. Times that are out of order have no minutes. */
WITH versions AS (
  SELECT
    interactions.interaction_id AS interaction_id,
    interactions.contact_center_id AS contact_center_id,
    interactions.category_id AS category_id,
    interactions.agent_id AS agent_id,
    interactions.channel AS channel,
    interactions.call_duration_minutes AS call_duration_minutes,
    interactions.satisfaction_rating AS satisfaction_rating,
    interactions.month_start AS month_start,
    interactions.timestamp_utc AS timestamp_utc,
    interactions.interaction_start_utc AS interaction_start_utc,
    interactions.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
    interactions.interaction_end_utc AS interaction_end_utc,
    interactions.valid_from_month AS valid_from_month,
    999999 AS valid_to_month,
    CAST(NULL AS STRING) AS superseded_by,
    CAST(NULL AS STRING) AS ended_as
  FROM core_interactions AS interactions
  UNION ALL
  SELECT
    interactions.interaction_id AS interaction_id,
    interactions.contact_center_id AS contact_center_id,
    interactions.category_id AS category_id,
    interactions.agent_id AS agent_id,
    interactions.channel AS channel,
    interactions.call_duration_minutes AS call_duration_minutes,
    interactions.satisfaction_rating AS satisfaction_rating,
    interactions.month_start AS month_start,
    interactions.timestamp_utc AS timestamp_utc,
    interactions.interaction_start_utc AS interaction_start_utc,
    interactions.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
    interactions.interaction_end_utc AS interaction_end_utc,
    interactions.valid_from_month AS valid_from_month,
    interactions.valid_to_month AS valid_to_month,
    interactions.superseded_by AS superseded_by,
    interactions.ended_as AS ended_as
  FROM history_interactions AS interactions
)
SELECT
  versions.interaction_id AS interaction_id,
  versions.contact_center_id AS contact_center_id,
  versions.category_id AS category_id,
  versions.agent_id AS agent_id,
  versions.channel AS channel,
  (
    coalesce(date_format(versions.month_start, 'yyyy-MM'), 'Unknown')
  ) AS month,
  versions.call_duration_minutes AS call_duration_minutes,
  versions.satisfaction_rating AS satisfaction_rating,
  CASE
    WHEN (
      coalesce(
        least(versions.agent_resolution_timestamp_utc, versions.interaction_end_utc) >= versions.interaction_start_utc,
        TRUE
      )
    )
    THEN (
      CAST((
        unix_micros(versions.agent_resolution_timestamp_utc) - unix_micros(versions.interaction_start_utc)
      ) / 60000000 AS DECIMAL(12, 4))
    )
  END AS minutes_to_resolution,
  CASE
    WHEN (
      coalesce(
        least(versions.agent_resolution_timestamp_utc, versions.interaction_end_utc) >= versions.interaction_start_utc,
        TRUE
      )
    )
    THEN (
      CAST((
        unix_micros(versions.interaction_end_utc) - unix_micros(versions.agent_resolution_timestamp_utc)
      ) / 60000000 AS DECIMAL(12, 4))
    )
  END AS minutes_after_resolution,
  (
    coalesce(versions.channel IN ('phone'), FALSE)
  ) AS is_call,
  versions.month_start AS month_start,
  versions.timestamp_utc AS timestamp_utc,
  versions.interaction_start_utc AS interaction_start_utc,
  versions.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  versions.interaction_end_utc AS interaction_end_utc,
  (
    from_utc_timestamp((
      from_utc_timestamp(versions.timestamp_utc, 'UTC')
    ), 'America/New_York')
  ) AS timestamp_local,
  (
    from_utc_timestamp(
      (
        from_utc_timestamp(versions.interaction_start_utc, 'UTC')
      ),
      'America/New_York'
    )
  ) AS interaction_start_local,
  (
    from_utc_timestamp(
      (
        from_utc_timestamp(versions.agent_resolution_timestamp_utc, 'UTC')
      ),
      'America/New_York'
    )
  ) AS agent_resolution_timestamp_local,
  (
    from_utc_timestamp((
      from_utc_timestamp(versions.interaction_end_utc, 'UTC')
    ), 'America/New_York')
  ) AS interaction_end_local,
  versions.valid_from_month AS valid_from_month,
  CASE
    WHEN versions.valid_to_month <= (
      coalesce(CAST(NULL AS INT), 999912)
    )
    THEN versions.valid_to_month
  END AS valid_to_month,
  CASE
    WHEN versions.valid_to_month <= (
      coalesce(CAST(NULL AS INT), 999912)
    )
    THEN versions.superseded_by
  END AS superseded_by,
  CASE
    WHEN versions.valid_to_month <= (
      coalesce(CAST(NULL AS INT), 999912)
    )
    THEN versions.ended_as
  END AS ended_as,
  versions.valid_to_month > (
    coalesce(CAST(NULL AS INT), 999912)
  ) AS is_current
FROM versions AS versions
WHERE
  versions.valid_from_month <= (
    coalesce(CAST(NULL AS INT), 999912)
  );
