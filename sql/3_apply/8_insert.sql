-- The rows that the delta adds, and the new version of those it updates.
insert into {{ table.target | qualified }} by name
select
    {% for column in table.loaded %}
    delta.{{ column | identifier }},
    {% endfor %}
    {% for column in table.derived %}
    delta.{{ column | identifier }},
    {% endfor %}
    {{ month | literal }} as valid_from_month
from delta
inner join changes
    on delta.rowid = changes.delta_rowid
where changes.change in ('added', 'updated')
