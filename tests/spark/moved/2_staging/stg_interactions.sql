-- sql/2_staging/stg_interactions.sql
create or replace temporary view stg_interactions as
WITH typed AS (
  SELECT
    good_interactions.line AS line,
    (
      good_interactions.interaction_id
    ) AS interaction_id,
    lower((
      good_interactions.action
    )) AS action,
    (
      good_interactions.contact_center_id
    ) AS contact_center_id,
    (
      good_interactions.category_id
    ) AS category_id,
    (
      good_interactions.agent_id
    ) AS agent_id,
    lower((
      good_interactions.channel
    )) AS channel,
    TRY_CAST(good_interactions.call_duration_minutes AS DECIMAL(12, 4)) AS call_duration_minutes,
    TRY_CAST(good_interactions.satisfaction_rating AS DECIMAL(12, 2)) AS satisfaction_rating,
    (
      (
        CASE
          WHEN (
            length(good_interactions.timestamp) IN (19, 20)
            AND (
              length(good_interactions.timestamp) = 19
              OR substring(good_interactions.timestamp, 20, 1) = 'Z'
            )
            AND substring(good_interactions.timestamp, 17, 1) = ':'
            AND substring(good_interactions.timestamp, 15, 1) < '6'
            AND substring(good_interactions.timestamp, 18, 1) < '6'
          )
          THEN TRY_CAST(good_interactions.timestamp AS TIMESTAMP_NTZ)
          WHEN good_interactions.timestamp RLIKE ':6'
          THEN NULL /* not every engine knows that a minute has 60 seconds */
          ELSE CAST(TRY_CAST((
            regexp_replace(
              regexp_replace(good_interactions.timestamp, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
              '([.][0-9]{6})[0-9]+',
              '$1'
            )
          ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
        END
      )
    ) AS timestamp_utc,
    (
      (
        CASE
          WHEN (
            length(good_interactions.interaction_start) IN (19, 20)
            AND (
              length(good_interactions.interaction_start) = 19
              OR substring(good_interactions.interaction_start, 20, 1) = 'Z'
            )
            AND substring(good_interactions.interaction_start, 17, 1) = ':'
            AND substring(good_interactions.interaction_start, 15, 1) < '6'
            AND substring(good_interactions.interaction_start, 18, 1) < '6'
          )
          THEN TRY_CAST(good_interactions.interaction_start AS TIMESTAMP_NTZ)
          WHEN good_interactions.interaction_start RLIKE ':6'
          THEN NULL /* not every engine knows that a minute has 60 seconds */
          ELSE CAST(TRY_CAST((
            regexp_replace(
              regexp_replace(good_interactions.interaction_start, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
              '([.][0-9]{6})[0-9]+',
              '$1'
            )
          ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
        END
      )
    ) AS interaction_start_utc,
    (
      (
        CASE
          WHEN (
            length(good_interactions.agent_resolution_timestamp) IN (19, 20)
            AND (
              length(good_interactions.agent_resolution_timestamp) = 19
              OR substring(good_interactions.agent_resolution_timestamp, 20, 1) = 'Z'
            )
            AND substring(good_interactions.agent_resolution_timestamp, 17, 1) = ':'
            AND substring(good_interactions.agent_resolution_timestamp, 15, 1) < '6'
            AND substring(good_interactions.agent_resolution_timestamp, 18, 1) < '6'
          )
          THEN TRY_CAST(good_interactions.agent_resolution_timestamp AS TIMESTAMP_NTZ)
          WHEN good_interactions.agent_resolution_timestamp RLIKE ':6'
          THEN NULL /* not every engine knows that a minute has 60 seconds */
          ELSE CAST(TRY_CAST((
            regexp_replace(
              regexp_replace(
                good_interactions.agent_resolution_timestamp,
                '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$',
                '$1:00$2'
              ),
              '([.][0-9]{6})[0-9]+',
              '$1'
            )
          ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
        END
      )
    ) AS agent_resolution_timestamp_utc,
    (
      (
        CASE
          WHEN (
            length(good_interactions.interaction_end) IN (19, 20)
            AND (
              length(good_interactions.interaction_end) = 19
              OR substring(good_interactions.interaction_end, 20, 1) = 'Z'
            )
            AND substring(good_interactions.interaction_end, 17, 1) = ':'
            AND substring(good_interactions.interaction_end, 15, 1) < '6'
            AND substring(good_interactions.interaction_end, 18, 1) < '6'
          )
          THEN TRY_CAST(good_interactions.interaction_end AS TIMESTAMP_NTZ)
          WHEN good_interactions.interaction_end RLIKE ':6'
          THEN NULL /* not every engine knows that a minute has 60 seconds */
          ELSE CAST(TRY_CAST((
            regexp_replace(
              regexp_replace(good_interactions.interaction_end, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
              '([.][0-9]{6})[0-9]+',
              '$1'
            )
          ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
        END
      )
    ) AS interaction_end_utc
  FROM good_interactions AS good_interactions
  WHERE
    (
      CASE
        WHEN (
          good_interactions.interaction_id
        ) IS NULL
        THEN FALSE
        WHEN length((
          good_interactions.interaction_id
        )) > 12
        AND length((
          good_interactions.interaction_id
        )) <> length('interaction_id')
        THEN TRUE
        ELSE lower((
          good_interactions.interaction_id
        )) <> 'interaction_id'
        AND NOT (
          length((
            (
              good_interactions.interaction_id
            )
          )) <= 12
          AND (
            (
              good_interactions.interaction_id
            )
          ) RLIKE '^(' || (
            '(?i)((sub|grand )?totals?|sum):?'
          ) || ')$'
        )
      END
    )
    AND (
      coalesce(lower((
        good_interactions.action
      )) IN ('add', 'update', 'delete'), FALSE)
    )
)
SELECT
  typed.line AS line,
  typed.interaction_id AS interaction_id,
  typed.action AS action,
  typed.contact_center_id AS contact_center_id,
  typed.category_id AS category_id,
  typed.agent_id AS agent_id,
  typed.channel AS channel,
  typed.call_duration_minutes AS call_duration_minutes,
  typed.satisfaction_rating AS satisfaction_rating,
  typed.timestamp_utc AS timestamp_utc,
  typed.interaction_start_utc AS interaction_start_utc,
  typed.agent_resolution_timestamp_utc AS agent_resolution_timestamp_utc,
  typed.interaction_end_utc AS interaction_end_utc,
  CAST(date_trunc(
    'MONTH',
    (
      typed.interaction_start_utc + make_dt_interval(
        0,
        0,
        (
          CAST(CASE
            WHEN typed.interaction_start_utc < CAST('2024-01-01' AS TIMESTAMP_NTZ)
            THEN datediff(
              MINUTE,
              typed.interaction_start_utc,
              from_utc_timestamp((
                from_utc_timestamp(typed.interaction_start_utc, 'UTC')
              ), 'America/New_York')
            )
            WHEN typed.interaction_start_utc < CAST('2024-03-10 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2024-11-03 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2025-03-09 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2025-11-02 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2026-03-08 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2026-11-01 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2027-03-14 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2027-11-07 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2028-03-12 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2028-11-05 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2029-03-11 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2029-11-04 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2030-03-10 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2030-11-03 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2031-03-09 07:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            WHEN typed.interaction_start_utc < CAST('2031-11-02 06:00:00' AS TIMESTAMP_NTZ)
            THEN -240
            WHEN typed.interaction_start_utc < CAST('2032-01-01 00:00:00' AS TIMESTAMP_NTZ)
            THEN -300
            ELSE datediff(
              MINUTE,
              typed.interaction_start_utc,
              from_utc_timestamp((
                from_utc_timestamp(typed.interaction_start_utc, 'UTC')
              ), 'America/New_York')
            )
          END AS SMALLINT)
        )
      )
    )
  ) AS DATE) AS month_start
FROM typed AS typed
WHERE
  typed.action = 'delete'
  OR (
    (
      coalesce(
        typed.timestamp_utc >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
        AND typed.timestamp_utc < CAST('2100-01-01' AS TIMESTAMP_NTZ),
        TRUE
      )
    )
    AND (
      coalesce(
        typed.interaction_start_utc >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
        AND typed.interaction_start_utc < CAST('2100-01-01' AS TIMESTAMP_NTZ),
        TRUE
      )
    )
    AND (
      coalesce(
        typed.agent_resolution_timestamp_utc >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
        AND typed.agent_resolution_timestamp_utc < CAST('2100-01-01' AS TIMESTAMP_NTZ),
        TRUE
      )
    )
    AND (
      coalesce(
        typed.interaction_end_utc >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
        AND typed.interaction_end_utc < CAST('2100-01-01' AS TIMESTAMP_NTZ),
        TRUE
      )
    )
    AND (
      coalesce(typed.call_duration_minutes >= 0, TRUE)
    )
  );

