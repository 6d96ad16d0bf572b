-- sql/6_checks/calls_have_a_channel_of_calls.sql
/* Only a call has minutes of a call. What a call is says `is_call_channel` in `4_core/rules.sql`. */
/* severity: warning */
SELECT
  files.file_name AS file_name,
  'interactions have minutes of a call, and a channel that is none' AS what,
  count(*) AS occurrences,
  array_join(
    slice(
      array_sort(collect_list(DISTINCT coalesce(interactions.channel, 'no channel'))),
      1,
      5
    ),
    ', '
  ) AS example,
  'if these are calls, add the channels to is_call_channel in sql/4_core/rules.sql' AS advice
FROM core_interactions AS interactions
LEFT JOIN ops_processed_files AS files
  ON interactions.valid_from_month = files.month AND files.table_name = 'interactions'
WHERE
  interactions.call_duration_minutes > 0
  AND NOT (
    coalesce(interactions.channel IN ('phone'), FALSE)
  )
  AND interactions.valid_from_month >= :first_month
GROUP BY
  files.file_name
ORDER BY
  file_name NULLS LAST;
