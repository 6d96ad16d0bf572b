-- One row per file that was brought in: what became of its rows, and for interactions what is odd
-- about those that are live still, since a later file may have mended or replaced the others.
create or replace view data_quality_by_file as
with
live as (
    select
        fact.valid_from_month,
        count(*) as live_interactions,
        count(*) filter (where centers.contact_center_id is null) as unknown_contact_centers,
        count(*) filter (where categories.category_id is null) as unknown_categories,
        count(*) filter (where agents.agent_id is null) as unknown_agents,
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
            where fact.interaction_start_utc
            > least(fact.agent_resolution_timestamp_utc, fact.interaction_end_utc)
        ) as times_out_of_order,
        count(*) filter (
            where fact.satisfaction_rating < 1 or fact.satisfaction_rating > 5
        ) as ratings_outside_1_to_5
    from fact_interactions as fact
    left join dim_contact_centers as centers
        on fact.contact_center_id = centers.contact_center_id
    left join dim_service_categories as categories
        on fact.category_id = categories.category_id
    left join dim_agents as agents
        on fact.agent_id = agents.agent_id
    group by fact.valid_from_month
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
    files.rows_without_effect,
    files.rows_rejected,
    {% for column in (
        'live_interactions', 'unknown_contact_centers', 'unknown_categories', 'unknown_agents',
        'durations_that_disagree', 'calls_without_duration', 'calls_without_end',
        'times_out_of_order', 'ratings_outside_1_to_5',
    ) %}
    case
        when files.table_name = 'interactions' then coalesce(live.{{ column | identifier }}, 0)
    end as {{ column | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from ops.processed_files as files
left join live
    on
        files.month = live.valid_from_month
        and files.table_name = 'interactions'
order by files.month, files.file_name;

comment on view data_quality_by_file is
'One row per file: what became of its rows, and what is odd about them.';
comment on column data_quality_by_file.month is 'Month (YYYYMM) of the file.';
{% for column in (
    'table_name', 'file_name', 'rows_read', 'rows_added', 'rows_updated', 'rows_deleted',
    'rows_unchanged', 'rows_superseded', 'rows_without_effect', 'rows_rejected',
) %}
comment on column data_quality_by_file.{{ column | identifier }} is 'As in ops.processed_files.';
{% endfor %}
comment on column data_quality_by_file.live_interactions is
'Live interactions whose version the file brought; null for a file of another table.';
comment on column data_quality_by_file.unknown_contact_centers is
'Those of them whose center was deleted or never came.';
comment on column data_quality_by_file.unknown_categories is
'Those of them whose category was deleted or never came.';
comment on column data_quality_by_file.unknown_agents is
'Those of them whose agent was deleted or never came.';
comment on column data_quality_by_file.durations_that_disagree is
'Calls whose duration is more than a minute off their start and end.';
comment on column data_quality_by_file.calls_without_duration is 'Calls without a duration.';
comment on column data_quality_by_file.calls_without_end is 'Calls without an end.';
comment on column data_quality_by_file.times_out_of_order is
'Interactions that are resolved or end before they start.';
comment on column data_quality_by_file.ratings_outside_1_to_5 is
'Ratings outside of the scale, which are kept as they came.';
