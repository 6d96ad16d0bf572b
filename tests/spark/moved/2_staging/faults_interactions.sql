-- sql/2_staging/faults_interactions.sql
create or replace temporary view faults_interactions as
WITH cells AS (
  SELECT
    raw_interactions.line AS line,
    (
      coalesce(lower((
        raw_interactions.action
      )) = 'delete', FALSE)
    ) AS is_deleted,
    explode(
      array(
        (
          struct(
            'action' AS column_name,
            raw_interactions.action AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.action IS NULL
                  THEN 'the action is empty'
                  WHEN NOT (
                    coalesce(lower((
                      raw_interactions.action
                    )) IN ('add', 'update', 'delete'), FALSE)
                  )
                  THEN 'not an action; it is add, update or delete'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'interaction_id' AS column_name,
            raw_interactions.interaction_id AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.interaction_id IS NULL
                  THEN 'the key is empty'
                  WHEN (
                    length(raw_interactions.interaction_id) <= 12
                    AND raw_interactions.interaction_id RLIKE '^(' || (
                      '(?i)((sub|grand )?totals?|sum):?'
                    ) || ')$'
                  )
                  THEN 'a total, not a row; remove it'
                  WHEN NOT (
                    CASE
                      WHEN (
                        raw_interactions.interaction_id
                      ) IS NULL
                      THEN FALSE
                      WHEN length((
                        raw_interactions.interaction_id
                      )) > 12
                      AND length((
                        raw_interactions.interaction_id
                      )) <> length('interaction_id')
                      THEN TRUE
                      ELSE lower((
                        raw_interactions.interaction_id
                      )) <> 'interaction_id'
                      AND NOT (
                        length((
                          (
                            raw_interactions.interaction_id
                          )
                        )) <= 12
                        AND (
                          (
                            raw_interactions.interaction_id
                          )
                        ) RLIKE '^(' || (
                          '(?i)((sub|grand )?totals?|sum):?'
                        ) || ')$'
                      )
                    END
                  )
                  THEN 'the header once more'
                  WHEN (
                    raw_interactions.interaction_id RLIKE '^(' || (
                      '[0-9]+([.,][0-9]+)?[Ee][+][0-9]+'
                    ) || ')$'
                  )
                  THEN 'a number that a spreadsheet has cut short; export the keys as text'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'call_duration_minutes' AS column_name,
            raw_interactions.call_duration_minutes AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.call_duration_minutes IS NULL
                  THEN NULL
                  WHEN TRY_CAST(raw_interactions.call_duration_minutes AS DECIMAL(12, 4)) IS NULL
                  OR contains(raw_interactions.call_duration_minutes, '_')
                  THEN 'not a number'
                  WHEN NOT (
                    coalesce(TRY_CAST(raw_interactions.call_duration_minutes AS DECIMAL(12, 4)) >= 0, TRUE)
                  )
                  THEN 'a negative duration'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'satisfaction_rating' AS column_name,
            raw_interactions.satisfaction_rating AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.satisfaction_rating IS NULL
                  THEN NULL
                  WHEN TRY_CAST(raw_interactions.satisfaction_rating AS DECIMAL(12, 2)) IS NULL
                  OR contains(raw_interactions.satisfaction_rating, '_')
                  THEN 'not a number'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'timestamp' AS column_name,
            raw_interactions.timestamp AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.timestamp IS NULL
                  THEN NULL
                  WHEN (
                    CASE
                      WHEN (
                        length(raw_interactions.timestamp) IN (19, 20)
                        AND (
                          length(raw_interactions.timestamp) = 19
                          OR substring(raw_interactions.timestamp, 20, 1) = 'Z'
                        )
                        AND substring(raw_interactions.timestamp, 17, 1) = ':'
                        AND substring(raw_interactions.timestamp, 15, 1) < '6'
                        AND substring(raw_interactions.timestamp, 18, 1) < '6'
                      )
                      THEN TRY_CAST(raw_interactions.timestamp AS TIMESTAMP_NTZ)
                      WHEN raw_interactions.timestamp RLIKE ':6'
                      THEN NULL /* not every engine knows that a minute has 60 seconds */
                      ELSE CAST(TRY_CAST((
                        regexp_replace(
                          regexp_replace(raw_interactions.timestamp, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                          '([.][0-9]{6})[0-9]+',
                          '$1'
                        )
                      ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                    END
                  ) IS NULL
                  OR NOT (
                    raw_interactions.timestamp RLIKE '^(' || (
                      '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?' || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
                    ) || ')$'
                  )
                  THEN 'not a time; write it like 2025-01-31T14:30:00Z'
                  WHEN NOT (
                    coalesce(
                      (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.timestamp) IN (19, 20)
                              AND (
                                length(raw_interactions.timestamp) = 19
                                OR substring(raw_interactions.timestamp, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.timestamp, 17, 1) = ':'
                              AND substring(raw_interactions.timestamp, 15, 1) < '6'
                              AND substring(raw_interactions.timestamp, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.timestamp AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.timestamp RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(raw_interactions.timestamp, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
                      AND (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.timestamp) IN (19, 20)
                              AND (
                                length(raw_interactions.timestamp) = 19
                                OR substring(raw_interactions.timestamp, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.timestamp, 17, 1) = ':'
                              AND substring(raw_interactions.timestamp, 15, 1) < '6'
                              AND substring(raw_interactions.timestamp, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.timestamp AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.timestamp RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(raw_interactions.timestamp, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) < CAST('2100-01-01' AS TIMESTAMP_NTZ),
                      TRUE
                    )
                  )
                  THEN 'not a time between the years 2000 and 2099'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'interaction_start' AS column_name,
            raw_interactions.interaction_start AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.interaction_start IS NULL
                  THEN NULL
                  WHEN (
                    CASE
                      WHEN (
                        length(raw_interactions.interaction_start) IN (19, 20)
                        AND (
                          length(raw_interactions.interaction_start) = 19
                          OR substring(raw_interactions.interaction_start, 20, 1) = 'Z'
                        )
                        AND substring(raw_interactions.interaction_start, 17, 1) = ':'
                        AND substring(raw_interactions.interaction_start, 15, 1) < '6'
                        AND substring(raw_interactions.interaction_start, 18, 1) < '6'
                      )
                      THEN TRY_CAST(raw_interactions.interaction_start AS TIMESTAMP_NTZ)
                      WHEN raw_interactions.interaction_start RLIKE ':6'
                      THEN NULL /* not every engine knows that a minute has 60 seconds */
                      ELSE CAST(TRY_CAST((
                        regexp_replace(
                          regexp_replace(raw_interactions.interaction_start, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                          '([.][0-9]{6})[0-9]+',
                          '$1'
                        )
                      ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                    END
                  ) IS NULL
                  OR NOT (
                    raw_interactions.interaction_start RLIKE '^(' || (
                      '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?' || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
                    ) || ')$'
                  )
                  THEN 'not a time; write it like 2025-01-31T14:30:00Z'
                  WHEN NOT (
                    coalesce(
                      (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.interaction_start) IN (19, 20)
                              AND (
                                length(raw_interactions.interaction_start) = 19
                                OR substring(raw_interactions.interaction_start, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.interaction_start, 17, 1) = ':'
                              AND substring(raw_interactions.interaction_start, 15, 1) < '6'
                              AND substring(raw_interactions.interaction_start, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.interaction_start AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.interaction_start RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(raw_interactions.interaction_start, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
                      AND (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.interaction_start) IN (19, 20)
                              AND (
                                length(raw_interactions.interaction_start) = 19
                                OR substring(raw_interactions.interaction_start, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.interaction_start, 17, 1) = ':'
                              AND substring(raw_interactions.interaction_start, 15, 1) < '6'
                              AND substring(raw_interactions.interaction_start, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.interaction_start AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.interaction_start RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(raw_interactions.interaction_start, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) < CAST('2100-01-01' AS TIMESTAMP_NTZ),
                      TRUE
                    )
                  )
                  THEN 'not a time between the years 2000 and 2099'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'agent_resolution_timestamp' AS column_name,
            raw_interactions.agent_resolution_timestamp AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.agent_resolution_timestamp IS NULL
                  THEN NULL
                  WHEN (
                    CASE
                      WHEN (
                        length(raw_interactions.agent_resolution_timestamp) IN (19, 20)
                        AND (
                          length(raw_interactions.agent_resolution_timestamp) = 19
                          OR substring(raw_interactions.agent_resolution_timestamp, 20, 1) = 'Z'
                        )
                        AND substring(raw_interactions.agent_resolution_timestamp, 17, 1) = ':'
                        AND substring(raw_interactions.agent_resolution_timestamp, 15, 1) < '6'
                        AND substring(raw_interactions.agent_resolution_timestamp, 18, 1) < '6'
                      )
                      THEN TRY_CAST(raw_interactions.agent_resolution_timestamp AS TIMESTAMP_NTZ)
                      WHEN raw_interactions.agent_resolution_timestamp RLIKE ':6'
                      THEN NULL /* not every engine knows that a minute has 60 seconds */
                      ELSE CAST(TRY_CAST((
                        regexp_replace(
                          regexp_replace(
                            raw_interactions.agent_resolution_timestamp,
                            '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$',
                            '$1:00$2'
                          ),
                          '([.][0-9]{6})[0-9]+',
                          '$1'
                        )
                      ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                    END
                  ) IS NULL
                  OR NOT (
                    raw_interactions.agent_resolution_timestamp RLIKE '^(' || (
                      '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?' || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
                    ) || ')$'
                  )
                  THEN 'not a time; write it like 2025-01-31T14:30:00Z'
                  WHEN NOT (
                    coalesce(
                      (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.agent_resolution_timestamp) IN (19, 20)
                              AND (
                                length(raw_interactions.agent_resolution_timestamp) = 19
                                OR substring(raw_interactions.agent_resolution_timestamp, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.agent_resolution_timestamp, 17, 1) = ':'
                              AND substring(raw_interactions.agent_resolution_timestamp, 15, 1) < '6'
                              AND substring(raw_interactions.agent_resolution_timestamp, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.agent_resolution_timestamp AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.agent_resolution_timestamp RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(
                                  raw_interactions.agent_resolution_timestamp,
                                  '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$',
                                  '$1:00$2'
                                ),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
                      AND (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.agent_resolution_timestamp) IN (19, 20)
                              AND (
                                length(raw_interactions.agent_resolution_timestamp) = 19
                                OR substring(raw_interactions.agent_resolution_timestamp, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.agent_resolution_timestamp, 17, 1) = ':'
                              AND substring(raw_interactions.agent_resolution_timestamp, 15, 1) < '6'
                              AND substring(raw_interactions.agent_resolution_timestamp, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.agent_resolution_timestamp AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.agent_resolution_timestamp RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(
                                  raw_interactions.agent_resolution_timestamp,
                                  '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$',
                                  '$1:00$2'
                                ),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) < CAST('2100-01-01' AS TIMESTAMP_NTZ),
                      TRUE
                    )
                  )
                  THEN 'not a time between the years 2000 and 2099'
                END
              )
            ) AS reason
          )
        ),
        (
          struct(
            'interaction_end' AS column_name,
            raw_interactions.interaction_end AS cell,
            (
              (
                CASE
                  WHEN raw_interactions.interaction_end IS NULL
                  THEN NULL
                  WHEN (
                    CASE
                      WHEN (
                        length(raw_interactions.interaction_end) IN (19, 20)
                        AND (
                          length(raw_interactions.interaction_end) = 19
                          OR substring(raw_interactions.interaction_end, 20, 1) = 'Z'
                        )
                        AND substring(raw_interactions.interaction_end, 17, 1) = ':'
                        AND substring(raw_interactions.interaction_end, 15, 1) < '6'
                        AND substring(raw_interactions.interaction_end, 18, 1) < '6'
                      )
                      THEN TRY_CAST(raw_interactions.interaction_end AS TIMESTAMP_NTZ)
                      WHEN raw_interactions.interaction_end RLIKE ':6'
                      THEN NULL /* not every engine knows that a minute has 60 seconds */
                      ELSE CAST(TRY_CAST((
                        regexp_replace(
                          regexp_replace(raw_interactions.interaction_end, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                          '([.][0-9]{6})[0-9]+',
                          '$1'
                        )
                      ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                    END
                  ) IS NULL
                  OR NOT (
                    raw_interactions.interaction_end RLIKE '^(' || (
                      '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}' || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?' || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
                    ) || ')$'
                  )
                  THEN 'not a time; write it like 2025-01-31T14:30:00Z'
                  WHEN NOT (
                    coalesce(
                      (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.interaction_end) IN (19, 20)
                              AND (
                                length(raw_interactions.interaction_end) = 19
                                OR substring(raw_interactions.interaction_end, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.interaction_end, 17, 1) = ':'
                              AND substring(raw_interactions.interaction_end, 15, 1) < '6'
                              AND substring(raw_interactions.interaction_end, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.interaction_end AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.interaction_end RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(raw_interactions.interaction_end, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) >= CAST('2000-01-01' AS TIMESTAMP_NTZ)
                      AND (
                        (
                          CASE
                            WHEN (
                              length(raw_interactions.interaction_end) IN (19, 20)
                              AND (
                                length(raw_interactions.interaction_end) = 19
                                OR substring(raw_interactions.interaction_end, 20, 1) = 'Z'
                              )
                              AND substring(raw_interactions.interaction_end, 17, 1) = ':'
                              AND substring(raw_interactions.interaction_end, 15, 1) < '6'
                              AND substring(raw_interactions.interaction_end, 18, 1) < '6'
                            )
                            THEN TRY_CAST(raw_interactions.interaction_end AS TIMESTAMP_NTZ)
                            WHEN raw_interactions.interaction_end RLIKE ':6'
                            THEN NULL /* not every engine knows that a minute has 60 seconds */
                            ELSE CAST(TRY_CAST((
                              regexp_replace(
                                regexp_replace(raw_interactions.interaction_end, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '$1:00$2'),
                                '([.][0-9]{6})[0-9]+',
                                '$1'
                              )
                            ) AS TIMESTAMP) AS TIMESTAMP_NTZ)
                          END
                        )
                      ) < CAST('2100-01-01' AS TIMESTAMP_NTZ),
                      TRUE
                    )
                  )
                  THEN 'not a time between the years 2000 and 2099'
                END
              )
            ) AS reason
          )
        )
      )
    ) AS judged
  FROM raw_interactions AS raw_interactions
)
SELECT
  cells.line AS line,
  cells.judged.column_name AS column_name,
  cells.judged.cell AS cell,
  cells.judged.reason AS reason
FROM cells AS cells
WHERE
  NOT cells.judged.reason IS NULL
  AND (
    NOT cells.is_deleted OR cells.judged.column_name = 'interaction_id'
  );

