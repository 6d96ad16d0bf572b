-- sql/analysis/3_call_duration.sql
/* Which contact center has the longest average phone call, and is it its agents? */
WITH longest AS (
  SELECT
    contact_center_name,
    total_calls,
    average_call_minutes,
    median_call_minutes,
    p90_call_minutes,
    average_handle_minutes,
    median_handle_minutes,
    p90_handle_minutes,
    average_minutes_after_resolution,
    median_minutes_after_resolution,
    p90_minutes_after_resolution,
    calls_past_resolution,
    rated_calls_past_resolution,
    share_past_resolution,
    rank_by_call_minutes,
    rank_by_handle_minutes,
    centers
  FROM (
    SELECT
      handle_time_by_contact_center.contact_center_name AS contact_center_name,
      handle_time_by_contact_center.total_calls AS total_calls,
      handle_time_by_contact_center.average_call_minutes AS average_call_minutes,
      handle_time_by_contact_center.median_call_minutes AS median_call_minutes,
      handle_time_by_contact_center.p90_call_minutes AS p90_call_minutes,
      handle_time_by_contact_center.average_handle_minutes AS average_handle_minutes,
      handle_time_by_contact_center.median_handle_minutes AS median_handle_minutes,
      handle_time_by_contact_center.p90_handle_minutes AS p90_handle_minutes,
      handle_time_by_contact_center.average_minutes_after_resolution AS average_minutes_after_resolution,
      handle_time_by_contact_center.median_minutes_after_resolution AS median_minutes_after_resolution,
      handle_time_by_contact_center.p90_minutes_after_resolution AS p90_minutes_after_resolution,
      handle_time_by_contact_center.calls_past_resolution AS calls_past_resolution,
      handle_time_by_contact_center.rated_calls_past_resolution AS rated_calls_past_resolution,
      handle_time_by_contact_center.share_past_resolution AS share_past_resolution,
      handle_time_by_contact_center.rank_by_call_minutes AS rank_by_call_minutes,
      handle_time_by_contact_center.rank_by_handle_minutes AS rank_by_handle_minutes,
      count(handle_time_by_contact_center.rank_by_handle_minutes) OVER () AS centers
    FROM handle_time_by_contact_center AS handle_time_by_contact_center
  ) AS _t
  WHERE
    rank_by_call_minutes = 1
), slowest AS (
  SELECT
    listagg(handle_time_by_contact_center.contact_center_name, ' and ') WITHIN GROUP (ORDER BY
      handle_time_by_contact_center.contact_center_name NULLS LAST) AS names,
    max(handle_time_by_contact_center.average_handle_minutes) AS minutes
  FROM handle_time_by_contact_center AS handle_time_by_contact_center
  WHERE
    handle_time_by_contact_center.rank_by_handle_minutes = 1
)
SELECT
  longest.contact_center_name || ', with ' || longest.average_call_minutes || ' minutes a call. ' || CASE
    WHEN longest.average_handle_minutes IS NULL
    THEN 'How long its agents work on a call is not known: the times are missing.'
    WHEN longest.rank_by_handle_minutes = 1
    THEN 'Its agents work longest, too: ' || longest.average_handle_minutes || ' minutes from the start to the resolution.'
    ELSE 'It is not its agents: by handle time, from the start to the resolution, it is number ' || longest.rank_by_handle_minutes || ' of ' || longest.centers || ' with ' || longest.average_handle_minutes || ' minutes, and ' || slowest.names || ' takes longest, ' || slowest.minutes || '.'
  END || CASE
    WHEN longest.calls_past_resolution > 0
    THEN ' ' || longest.calls_past_resolution || ' of its ' || longest.total_calls || ' calls run on after the resolution; ' || longest.rated_calls_past_resolution || ' of these end with a rating.'
    WHEN longest.share_past_resolution = 0
    THEN ' None of its calls runs on after the resolution.'
    ELSE ''
  END AS answer
FROM longest AS longest
CROSS JOIN slowest AS slowest
ORDER BY
  longest.contact_center_name NULLS LAST;
SELECT
  handle_time_by_contact_center.contact_center_name AS contact_center_name,
  handle_time_by_contact_center.total_calls AS total_calls,
  handle_time_by_contact_center.average_call_minutes AS average_call_minutes,
  handle_time_by_contact_center.rank_by_call_minutes AS rank_by_call_minutes,
  handle_time_by_contact_center.average_handle_minutes AS average_handle_minutes,
  handle_time_by_contact_center.rank_by_handle_minutes AS rank_by_handle_minutes,
  handle_time_by_contact_center.share_past_resolution AS share_past_resolution
FROM handle_time_by_contact_center AS handle_time_by_contact_center
ORDER BY
  rank_by_call_minutes NULLS LAST,
  contact_center_name NULLS LAST;
