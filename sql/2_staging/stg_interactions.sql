-- One row per row of a file of `interactions`, with trimmed cells, times in UTC, and the local
-- month of the start. `timestamp` is the time when the record was written and does not affect the
-- month: an update in March leaves a January call in January.
create or replace temp view stg_interactions as
select
    trimmed(interaction_id) as interaction_id,
    {% if is_delta %}
    lower(trimmed(action)) as action,
    {% endif %}
    trimmed(contact_center_id) as contact_center_id,
    trimmed(category_id) as category_id,
    trimmed(agent_id) as agent_id,
    lower(trimmed(channel)) as channel,
    call_duration_minutes,
    satisfaction_rating,
    cast(date_trunc('month', local_time(interaction_start)) as date) as month_start,
    timestamp as timestamp_utc,
    interaction_start as interaction_start_utc,
    agent_resolution_timestamp as agent_resolution_timestamp_utc,
    interaction_end as interaction_end_utc
from
    {{ source | indented(4) }}
