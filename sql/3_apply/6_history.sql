-- The versions that end with this file, kept as they were: all that the delta meets, but for those
-- that it only repeats.
insert into history.{{ table.name | identifier }} by name
select
    {% for column in table.stored %}
    matched.{{ column | identifier }},
    {% endfor %}
    {{ month | number }} as valid_to_month,
    {{ file_name | literal }} as superseded_by
from matched
where
    matched.target_rowid not in (
        select changes.target_rowid
        from changes
        where changes.change = 'unchanged'
    )
