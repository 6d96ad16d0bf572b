select
    month,
    file_name,
    rows_read,
    rows_updated,
    live_interactions,
    unknown_contact_centers,
    unknown_categories,
    unknown_agents,
    durations_that_disagree,
    calls_without_duration,
    calls_without_end,
    times_out_of_order,
    ratings_outside_1_to_5
from data_quality_by_file
