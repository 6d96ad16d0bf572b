-- The rows of {{ table.target | qualified }} whose key the delta has, as they are. Found by the key
-- alone: the other columns are read of these rows only.
create or replace temp table matched as
select
    {% for column in table.stored %}
    {{ column | identifier }},
    {% endfor %}
    rowid as target_rowid
from {{ table.target | qualified }}
where
    rowid in (
        select target.rowid
        from {{ table.target | qualified }} as target
        where
            target.{{ table.key | identifier }} in (
                select delta.{{ table.key | identifier }}
                from delta
            )
    )
