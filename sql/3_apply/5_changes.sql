-- One row per key that the delta has and {{ table.target | qualified }} has too: what the one does
-- to which row of the other. What only the delta has is new, unless it is a delete.
create or replace temp table changes as
select
    delta.rowid as delta_rowid,
    matched.target_rowid,
    delta.action,
    case
        when delta.action = 'delete' then 'deleted'
        when
            {% for column in table.loaded %}
            {%+ if not loop.first %}and {% endif %}(
                matched.{{ column | identifier }}
                is not distinct from delta.{{ column | identifier }}
            )
            {% endfor %}
            then 'unchanged'
        else 'updated'
    end as change
from delta
inner join matched
    on delta.{{ table.key | identifier }} = matched.{{ table.key | identifier }}
