-- The rows that the delta adds, and the new version of those it updates: all but its deletes and
-- what is there already.
insert into {{ table.target | qualified }} by name
select
    {% for column in table.loaded %}
    {{ column | identifier }},
    {% endfor %}
    {% for column in table.derived %}
    {{ column | identifier }},
    {% endfor %}
    {{ month | number }} as valid_from_month
from delta
where
    action <> 'delete'
    and rowid not in (
        select changes.delta_rowid
        from changes
        where changes.change = 'unchanged'
    )
