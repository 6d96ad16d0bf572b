-- The valid rows of a file. `valid_cells` has their cells as text, `typed_{{ table.name }}` as the
-- types that the typed reader returns.
create or replace temp view valid_cells as
select numbered.*
from numbered
where
    numbered.kind is null
    {% if has_faults %}
    and not exists (
        select 1
        from faults
        where faults.line = numbered.line
    )
    {%- endif %};

create or replace temp view typed_{{ table.name }} as
select
    line,
    {% for column in columns %}
    {% if column in readers %}
    {{ readers[column] }}({{ column }}) as {{ column }}{% if not loop.last %},{% endif +%}
    {% else %}
    {{ column }}{% if not loop.last %},{% endif +%}
    {% endif %}
    {% endfor %}
from valid_cells
{% if not has_blocks %}
order by line
{%- endif %};
