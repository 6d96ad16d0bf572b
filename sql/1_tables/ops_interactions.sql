-- One row per interaction that is live after the last month applied, from the files
-- `interactions`; a deleted one is only in `history.interactions`. Only what came from a file is
-- here, and the month, since nearly every report groups by it: the view `fact_interactions` says
-- the rest, and is what to query.
create table ops.interactions (
    interaction_id varchar,
    contact_center_id varchar,
    category_id varchar,
    agent_id varchar,
    channel varchar,
    call_duration_minutes decimal(12, 4),
    satisfaction_rating decimal(12, 2),
    month_start date,
    timestamp_utc timestamp,
    interaction_start_utc timestamp,
    agent_resolution_timestamp_utc timestamp,
    interaction_end_utc timestamp,
    valid_from_month integer
);

comment on table ops.interactions is
'One row per live interaction: what fact_interactions, which is what to query, is made of.';
{% for column in table.stored %}
comment on column ops.interactions.{{ column | identifier }} is 'As in fact_interactions.';
{% endfor %}
