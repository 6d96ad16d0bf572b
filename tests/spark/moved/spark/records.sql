-- sql/spark/records.sql
-- written down as records
WITH ended AS (
  SELECT
    lines.block_start AS block_start,
    lines.row_id AS row_id,
    CASE
      WHEN endswith(lines.value, chr(  13))
      THEN regexp_replace(lines.value, '\\r$', '')
      ELSE coalesce(lines.value, '')
    END AS text
  FROM lines AS lines
), looked_at AS (
  SELECT
    ended.block_start AS block_start,
    ended.row_id AS row_id,
    ended.text AS text,
    ended.text RLIKE '^(' || (
      '[!#-~]*'
    ) || ')$' AS is_bare
  FROM ended AS ended
), split AS (
  SELECT
    looked_at.block_start AS block_start,
    looked_at.row_id AS row_id,
    looked_at.text AS text,
    looked_at.is_bare AS is_bare,
    contains(looked_at.text, '"') AS has_quotes,
    CASE
      WHEN contains(looked_at.text, '"')
      THEN regexp_extract_all(looked_at.text || ',', '([ \\t]*"[^"]*(?:""[^"]*)*"[ \\t]*|[^",\\r\\n]*),')
      ELSE split(looked_at.text, ',')
    END AS cells,
    CASE
      WHEN looked_at.is_bare
      THEN replace(looked_at.text, ',', '') = ''
      ELSE TRIM(' ' FROM replace(replace(looked_at.text, ',', ''), '"', '')) = ''
    END AS is_blank
  FROM looked_at AS looked_at
), named AS (
  SELECT
    split.block_start AS block_start,
    split.row_id AS row_id,
    split.is_bare AS is_bare,
    split.is_blank AS is_blank,
    split.text AS text,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 0)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 0))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 0))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 0))
              )
            END
          )
        END,
        ''
      )
    ) AS interaction_id,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 1)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 1))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 1))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 1))
              )
            END
          )
        END,
        ''
      )
    ) AS contact_center_id,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 2)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 2))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 2))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 2))
              )
            END
          )
        END,
        ''
      )
    ) AS category_id,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 3)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 3))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 3))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 3))
              )
            END
          )
        END,
        ''
      )
    ) AS agent_id,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 4)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 4))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 4))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 4))
              )
            END
          )
        END,
        ''
      )
    ) AS channel,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 5)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 5))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 5))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 5))
              )
            END
          )
        END,
        ''
      )
    ) AS call_duration_minutes,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 6)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 6))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 6))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 6))
              )
            END
          )
        END,
        ''
      )
    ) AS satisfaction_rating,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 7)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 7))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 7))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 7))
              )
            END
          )
        END,
        ''
      )
    ) AS timestamp,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 8)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 8))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 8))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 8))
              )
            END
          )
        END,
        ''
      )
    ) AS interaction_start,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 9)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 9))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 9))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 9))
              )
            END
          )
        END,
        ''
      )
    ) AS agent_resolution_timestamp,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 10)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 10))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 10))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 10))
              )
            END
          )
        END,
        ''
      )
    ) AS interaction_end,
    (
      nullif(
        CASE
          WHEN split.is_bare
          THEN get(split.cells, 11)
          ELSE (
            CASE
              WHEN startswith((
                TRIM(' ' FROM get(split.cells, 11))
              ), '"')
              THEN (
                TRIM(' ' FROM replace(regexp_replace((
                  TRIM(' ' FROM get(split.cells, 11))
                ), '^"|"$', ''), '""', '"'))
              )
              ELSE (
                TRIM(' ' FROM get(split.cells, 11))
              )
            END
          )
        END,
        ''
      )
    ) AS action,
    CASE
      WHEN split.is_bare AND size(split.cells) = 12 AND octet_length(split.text) <= 2000000
      THEN NULL
      WHEN NOT is_valid_utf8(split.text)
      THEN 'a byte that is not UTF-8; save the file as UTF-8'
      WHEN contains(split.text, chr(  0))
      THEN 'a NUL byte; this is not text'
      WHEN octet_length(split.text) > 2000000
      THEN 'a row of more than 2000000 bytes'
      WHEN (
        length(split.text) - length(replace(split.text, '"', ''))
      ) % 2 = 1
      THEN 'a quote that is never closed'
      WHEN split.has_quotes AND length(array_join(split.cells, ',')) <> length(split.text)
      THEN 'a quote in the middle of a cell'
      WHEN NOT split.has_quotes AND contains(split.text, chr(  13))
      THEN 'a carriage return in the middle of the row'
      WHEN size(split.cells) <> 12
      THEN size(split.cells) || ' cells, and the header has 12'
    END AS shape
  FROM split AS split
), judged AS (
  SELECT
    named.block_start AS block_start,
    named.row_id AS row_id,
    named.is_bare AS is_bare,
    named.is_blank AS is_blank,
    named.text AS text,
    named.interaction_id AS interaction_id,
    named.contact_center_id AS contact_center_id,
    named.category_id AS category_id,
    named.agent_id AS agent_id,
    named.channel AS channel,
    named.call_duration_minutes AS call_duration_minutes,
    named.satisfaction_rating AS satisfaction_rating,
    named.timestamp AS timestamp,
    named.interaction_start AS interaction_start,
    named.agent_resolution_timestamp AS agent_resolution_timestamp,
    named.interaction_end AS interaction_end,
    named.action AS action,
    named.shape AS shape,
    (
      named.shape IS NULL
      AND /* else it may hold what is not to be seen */ (
        named.is_bare OR octet_length(named.text) = length(named.text)
      )
      AND (
        CASE
          WHEN named.interaction_id IS NULL
          THEN 'the key is empty'
          WHEN (
            length(named.interaction_id) <= 12
            AND named.interaction_id RLIKE '^(' || (
              '(?i)((sub|grand )?totals?|sum):?'
            ) || ')$'
          )
          THEN 'a total, not a row; remove it'
          WHEN NOT (
            CASE
              WHEN (
                named.interaction_id
              ) IS NULL
              THEN FALSE
              WHEN length((
                named.interaction_id
              )) > 12
              AND length((
                named.interaction_id
              )) <> length('interaction_id')
              THEN TRUE
              ELSE lower((
                named.interaction_id
              )) <> 'interaction_id'
              AND NOT (
                length((
                  (
                    named.interaction_id
                  )
                )) <= 12
                AND (
                  (
                    named.interaction_id
                  )
                ) RLIKE '^(' || (
                  '(?i)((sub|grand )?totals?|sum):?'
                ) || ')$'
              )
            END
          )
          THEN 'the header once more'
          WHEN (
            named.interaction_id RLIKE '^(' || (
              '[0-9]+([.,][0-9]+)?[Ee][+][0-9]+'
            ) || ')$'
          )
          THEN 'a number that a spreadsheet has cut short; export the keys as text'
        END
      ) IS NULL
      AND (
        named.call_duration_minutes IS NULL
        OR named.call_duration_minutes RLIKE '^(' || (
          '[0-9]{1,8}([.][0-9]+)?'
        ) || ')$'
      )
      AND (
        named.satisfaction_rating IS NULL
        OR named.satisfaction_rating RLIKE '^(' || (
          '[0-9]{1,8}([.][0-9]+)?'
        ) || ')$'
      )
      AND (
        named.timestamp IS NULL
        OR (
          startswith(named.timestamp, '20') /* of this century, as `is_instant` wants it */
          AND substring(named.timestamp, 5, 1) = '-'
          AND (
            length(named.timestamp) IN (19, 20)
            AND (
              length(named.timestamp) = 19 OR substring(named.timestamp, 20, 1) = 'Z'
            )
            AND substring(named.timestamp, 17, 1) = ':'
            AND substring(named.timestamp, 15, 1) < '6'
            AND substring(named.timestamp, 18, 1) < '6'
          )
          AND NOT TRY_CAST(named.timestamp AS TIMESTAMP_NTZ) IS NULL
        )
      )
      AND (
        named.interaction_start IS NULL
        OR (
          startswith(named.interaction_start, '20') /* of this century, as `is_instant` wants it */
          AND substring(named.interaction_start, 5, 1) = '-'
          AND (
            length(named.interaction_start) IN (19, 20)
            AND (
              length(named.interaction_start) = 19
              OR substring(named.interaction_start, 20, 1) = 'Z'
            )
            AND substring(named.interaction_start, 17, 1) = ':'
            AND substring(named.interaction_start, 15, 1) < '6'
            AND substring(named.interaction_start, 18, 1) < '6'
          )
          AND NOT TRY_CAST(named.interaction_start AS TIMESTAMP_NTZ) IS NULL
        )
      )
      AND (
        named.agent_resolution_timestamp IS NULL
        OR (
          startswith(named.agent_resolution_timestamp, '20') /* of this century, as `is_instant` wants it */
          AND substring(named.agent_resolution_timestamp, 5, 1) = '-'
          AND (
            length(named.agent_resolution_timestamp) IN (19, 20)
            AND (
              length(named.agent_resolution_timestamp) = 19
              OR substring(named.agent_resolution_timestamp, 20, 1) = 'Z'
            )
            AND substring(named.agent_resolution_timestamp, 17, 1) = ':'
            AND substring(named.agent_resolution_timestamp, 15, 1) < '6'
            AND substring(named.agent_resolution_timestamp, 18, 1) < '6'
          )
          AND NOT TRY_CAST(named.agent_resolution_timestamp AS TIMESTAMP_NTZ) IS NULL
        )
      )
      AND (
        named.interaction_end IS NULL
        OR (
          startswith(named.interaction_end, '20') /* of this century, as `is_instant` wants it */
          AND substring(named.interaction_end, 5, 1) = '-'
          AND (
            length(named.interaction_end) IN (19, 20)
            AND (
              length(named.interaction_end) = 19
              OR substring(named.interaction_end, 20, 1) = 'Z'
            )
            AND substring(named.interaction_end, 17, 1) = ':'
            AND substring(named.interaction_end, 15, 1) < '6'
            AND substring(named.interaction_end, 18, 1) < '6'
          )
          AND NOT TRY_CAST(named.interaction_end AS TIMESTAMP_NTZ) IS NULL
        )
      )
      AND (
        coalesce(lower((
          named.action
        )) IN ('add', 'update', 'delete'), FALSE)
      )
    ) AS is_plain
  FROM named AS named
)
SELECT
  judged.block_start AS block_start,
  judged.row_id AS row_id,
  judged.is_blank AS is_blank,
  coalesce(judged.is_plain, FALSE) AS is_plain,
  judged.shape AS shape,
  CASE
    WHEN NOT coalesce(judged.is_plain, FALSE) AND is_valid_utf8(judged.text)
    THEN judged.text
  END AS raw_text,
  judged.interaction_id AS interaction_id,
  judged.contact_center_id AS contact_center_id,
  judged.category_id AS category_id,
  judged.agent_id AS agent_id,
  judged.channel AS channel,
  (
    CASE
      WHEN (
        contains(judged.call_duration_minutes, 'e')
        OR contains(judged.call_duration_minutes, 'E')
      )
      AND judged.call_duration_minutes RLIKE '^(' || (
        '-?[0-9]+([.][0-9]*)?[eE][+-]?[0-9]+'
      ) || ')$'
      THEN coalesce(
        CAST(TRY_CAST(TRY_CAST(judged.call_duration_minutes AS DOUBLE) AS DECIMAL(38, 8)) AS STRING),
        judged.call_duration_minutes
      )
      ELSE judged.call_duration_minutes
    END
  ) AS call_duration_minutes,
  (
    CASE
      WHEN (
        contains(judged.satisfaction_rating, 'e')
        OR contains(judged.satisfaction_rating, 'E')
      )
      AND judged.satisfaction_rating RLIKE '^(' || (
        '-?[0-9]+([.][0-9]*)?[eE][+-]?[0-9]+'
      ) || ')$'
      THEN coalesce(
        CAST(TRY_CAST(TRY_CAST(judged.satisfaction_rating AS DOUBLE) AS DECIMAL(38, 8)) AS STRING),
        judged.satisfaction_rating
      )
      ELSE judged.satisfaction_rating
    END
  ) AS satisfaction_rating,
  judged.timestamp AS timestamp,
  judged.interaction_start AS interaction_start,
  judged.agent_resolution_timestamp AS agent_resolution_timestamp,
  judged.interaction_end AS interaction_end,
  judged.action AS action
FROM judged AS judged;
