-- The lines with keys that occur more than once in an initial file.
{% if is_first %}
create or replace temp table keys_found as
{% else %}
insert into keys_found
{% endif %}
select
    line,
    {{ table.key }} as key
from valid_cells
where
    {{ table.key }} in (
        select stored.{{ table.key }}
        from core.{{ table.name }} as stored
        group by stored.{{ table.key }}
        having count(*) > 1
    );
