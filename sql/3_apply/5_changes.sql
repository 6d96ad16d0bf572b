-- One row per key of the delta: what it does to {{ table.target | qualified }}, and to which
-- row of it. An update of a key that is not there adds it, an add of one that is updates it.
create or replace temp table changes as
select
    delta.rowid as delta_rowid,
    matched.target_rowid,
    delta.action,
    case
        when delta.action = 'delete' and matched.target_rowid is null then 'without effect'
        when delta.action = 'delete' then 'deleted'
        when matched.target_rowid is null then 'added'
        when
            matched.target_rowid is not null
            {% for column in table.loaded %}
            and (
                matched.{{ column | identifier }}
                is not distinct from delta.{{ column | identifier }}
            )
            {% endfor %}
            then 'unchanged'
        else 'updated'
    end as change
from delta
left join matched
    on delta.{{ table.key | identifier }} = matched.{{ table.key | identifier }}
