-- One row per loaded file: how its rows are accounted for, and for interactions, how many of its
-- live rows are implausible. Superseded rows are not counted, since a later file may have corrected
-- them.
with
live as (
    select
        fact.valid_from_month,
        count(*) as live_interactions,
        count(*) filter (where centers.contact_center_id is null) as unknown_contact_centers,
        count(*) filter (where categories.category_id is null) as unknown_categories,
        count(*) filter (
            where fact.agent_id is not null and agents.agent_id is null
        ) as unknown_agents,
        count(*) filter (where fact.agent_id is null) as interactions_without_agent,
        count(*) filter (
            where fact.is_call and not durations_agree(
                fact.call_duration_minutes, fact.interaction_start_utc, fact.interaction_end_utc
            )
        ) as durations_that_disagree,
        count(*) filter (
            where fact.is_call and fact.call_duration_minutes is null
        ) as calls_without_duration,
        count(*) filter (
            where fact.is_call and fact.interaction_end_utc is null
        ) as calls_without_end,
        count(*) filter (
            where not times_are_in_order(
                fact.interaction_start_utc,
                fact.agent_resolution_timestamp_utc,
                fact.interaction_end_utc
            )
        ) as times_out_of_order,
        count(*) filter (
            where is_impossible_duration(
                fact.is_call,
                fact.call_duration_minutes,
                fact.interaction_start_utc,
                fact.agent_resolution_timestamp_utc,
                fact.interaction_end_utc
            )
        ) as impossible_durations,
        count(*) filter (
            where not is_on_the_scale(fact.satisfaction_rating)
        ) as ratings_outside_1_to_5
    from fact_interactions as fact
    left join dim_contact_centers as centers
        on fact.contact_center_id = centers.contact_center_id
    left join dim_service_categories as categories
        on fact.category_id = categories.category_id
    left join dim_agents as agents
        on fact.agent_id = agents.agent_id
    group by fact.valid_from_month
),

-- A file of interactions without live rows has zeros; a file of another table has nulls.
counted as (
    select
        files.file_name,
        coalesce(live.live_interactions, 0) as live_interactions,
        coalesce(live.unknown_contact_centers, 0) as unknown_contact_centers,
        coalesce(live.unknown_categories, 0) as unknown_categories,
        coalesce(live.unknown_agents, 0) as unknown_agents,
        coalesce(live.interactions_without_agent, 0) as interactions_without_agent,
        coalesce(live.durations_that_disagree, 0) as durations_that_disagree,
        coalesce(live.calls_without_duration, 0) as calls_without_duration,
        coalesce(live.calls_without_end, 0) as calls_without_end,
        coalesce(live.times_out_of_order, 0) as times_out_of_order,
        coalesce(live.impossible_durations, 0) as impossible_durations,
        coalesce(live.ratings_outside_1_to_5, 0) as ratings_outside_1_to_5
    from processed_files as files
    left join live
        on files.month = live.valid_from_month
    where files.table_name = 'interactions'
)

select
    files.month,
    files.table_name,
    files.file_name,
    files.rows_read,
    files.rows_added,
    files.rows_updated,
    files.rows_deleted,
    files.rows_unchanged,
    files.rows_superseded,
    files.deletes_of_missing_keys,
    files.rows_rejected,
    counted.live_interactions,
    counted.unknown_contact_centers,
    counted.unknown_categories,
    counted.unknown_agents,
    counted.interactions_without_agent,
    counted.durations_that_disagree,
    counted.calls_without_duration,
    counted.calls_without_end,
    counted.times_out_of_order,
    counted.impossible_durations,
    counted.ratings_outside_1_to_5
from processed_files as files
left join counted
    on files.file_name = counted.file_name
order by files.month, files.file_name
