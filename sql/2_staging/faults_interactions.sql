-- One row per cell of a file `interactions` that cannot be loaded. Only for a file that the
-- reader does not take as it is: `raw_interactions` has its cells as text.
create or replace temp view faults_interactions as
with
cells as (
    select
        line,
        {% if is_delta %}
        is_delete(action) as is_deleted,
        {% endif %}
        unnest([
            {% if is_delta %}
            judged('action', action, fault_of_action(action)),
            {% endif %}
            judged(
                'interaction_id',
                interaction_id,
                fault_of_key(interaction_id, 'interaction_id')
            ),
            judged(
                'call_duration_minutes',
                call_duration_minutes,
                fault_of_duration(call_duration_minutes)
            ),
            judged(
                'satisfaction_rating',
                satisfaction_rating,
                fault_of_rating(satisfaction_rating)
            ),
            judged('timestamp', timestamp, fault_of_time(timestamp)),
            judged('interaction_start', interaction_start, fault_of_time(interaction_start)),
            judged(
                'agent_resolution_timestamp',
                agent_resolution_timestamp,
                fault_of_time(agent_resolution_timestamp)
            ),
            judged('interaction_end', interaction_end, fault_of_time(interaction_end))
        ]) as judged
    from raw_interactions
)

select
    cells.line,
    cells.judged.column_name,
    cells.judged.cell,
    cells.judged.reason
from cells
where
    cells.judged.reason is not null
    {% if is_delta %}
    and (not cells.is_deleted or cells.judged.column_name = 'interaction_id')
    {% endif %}
