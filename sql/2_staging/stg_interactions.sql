-- One row per good row of a file `interactions`: cells trimmed and typed, times in UTC, and the
-- local month in which the interaction started. `timestamp` says when the record was written,
-- and has no part in that: an update in March leaves a January call in January.
create or replace temp view stg_interactions as
with
typed as (
    select
        {% if is_numbered %}
        line,
        {% endif %}
        trimmed(interaction_id) as interaction_id,
        {% if is_delta %}
        lower(trimmed(action)) as action,
        {% endif %}
        trimmed(contact_center_id) as contact_center_id,
        trimmed(category_id) as category_id,
        trimmed(agent_id) as agent_id,
        lower(trimmed(channel)) as channel,
        try_cast(call_duration_minutes as decimal(12, 4)) as call_duration_minutes,
        try_cast(satisfaction_rating as decimal(12, 2)) as satisfaction_rating,
        as_instant(timestamp) as timestamp_utc,
        as_instant(interaction_start) as interaction_start_utc,
        as_instant(agent_resolution_timestamp) as agent_resolution_timestamp_utc,
        as_instant(interaction_end) as interaction_end_utc
    from
        {{ source | indented(8) }}
    where
        is_key(interaction_id, 'interaction_id')
        {% if is_delta %}
        and is_action(action)
        {% endif %}
)

select
    *,
    cast(date_trunc('month', local_time(interaction_start_utc)) as date) as month_start
from typed
where
    {% if is_delta %}
    action = 'delete'
    or {% endif %}(
        is_instant(timestamp_utc)
        and is_instant(interaction_start_utc)
        and is_instant(agent_resolution_timestamp_utc)
        and is_instant(interaction_end_utc)
        and is_duration(call_duration_minutes)
    )
