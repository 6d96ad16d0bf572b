-- The rows of {{ table.target | qualified }} whose key the delta has, as they are.
create or replace temp table matched as
select
    {% for column in table.stored %}
    {{ column | identifier }},
    {% endfor %}
    rowid as target_rowid
from {{ table.target | qualified }}
where
    {{ table.key | identifier }} in (
        select delta.{{ table.key | identifier }}
        from delta
    )
