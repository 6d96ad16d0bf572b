-- The faults of a file: one row per invalid cell, and one per record with the wrong shape. Only
-- records that failed the quick check in `records.sql` are examined.
create or replace temp table faults as
with
cells as (
    select
        line,
        raw_text,
        {% if is_delta %}
        is_delete(action) as is_deleted,
        {% endif %}
        unnest([
            {% if is_delta %}
            judged('action', action, fault_of_action(action)),
            {% endif %}
            {% for column, rule in table.rules.items() %}
            judged(
                '{{ column }}',
                {{ column }},
                fault_of_{{ rule }}({{ column }})
            ),
            {% endfor %}
            judged(
                '{{ table.key }}',
                {{ table.key }},
                fault_of_key({{ table.key }}, '{{ table.key }}')
            )
        ]) as judged
    from numbered
    where not is_plain and kind is null
)

select
    cells.line,
    cells.judged.column_name,
    cells.judged.cell as value,
    cells.judged.kind,
    cast(null as varchar) as detail,
    cells.raw_text
from cells
where
    cells.judged.kind is not null
    {% if is_delta %}
    and (not cells.is_deleted or cells.judged.column_name = '{{ table.key }}')
    {% endif %}
union all
select
    line,
    cast(null as varchar) as column_name,
    cast(null as varchar) as value,
    kind,
    detail,
    raw_text
from numbered
where kind is not null;
