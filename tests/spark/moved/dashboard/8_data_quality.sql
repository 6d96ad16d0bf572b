-- sql/dashboard/8_data_quality.sql
-- comes home as by_file
SELECT
  data_quality_by_file.month AS month,
  data_quality_by_file.table_name AS table_name,
  data_quality_by_file.file_name AS file_name,
  data_quality_by_file.rows_read AS rows_read,
  data_quality_by_file.rows_added AS rows_added,
  data_quality_by_file.rows_updated AS rows_updated,
  data_quality_by_file.rows_deleted AS rows_deleted,
  data_quality_by_file.rows_unchanged AS rows_unchanged,
  data_quality_by_file.rows_superseded AS rows_superseded,
  data_quality_by_file.deletes_of_missing_keys AS deletes_of_missing_keys,
  data_quality_by_file.rows_rejected AS rows_rejected,
  data_quality_by_file.live_interactions AS live_interactions,
  data_quality_by_file.unknown_contact_centers AS unknown_contact_centers,
  data_quality_by_file.unknown_categories AS unknown_categories,
  data_quality_by_file.unknown_agents AS unknown_agents,
  data_quality_by_file.interactions_without_agent AS interactions_without_agent,
  data_quality_by_file.durations_that_disagree AS durations_that_disagree,
  data_quality_by_file.calls_without_duration AS calls_without_duration,
  data_quality_by_file.calls_without_end AS calls_without_end,
  data_quality_by_file.times_out_of_order AS times_out_of_order,
  data_quality_by_file.ratings_outside_1_to_5 AS ratings_outside_1_to_5
FROM data_quality_by_file AS data_quality_by_file;
-- at home
-- at home
-- at home
