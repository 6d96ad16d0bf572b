-- The rows that a file adds to a Delta table, with the build. Returns none if a later build has
-- started while this statement was queued. Spark's SQL.
select
    {% for column, kind in columns.items() %}
    cast(added.{{ column }} as {{ kind }}) as {{ column }},
    {% endfor %}
    cast(null as int) as valid_to_month,
    cast(null as string) as superseded_by,
    cast(null as string) as ended_as,
    cast({{ build | number }} as int) as added_by,
    cast(null as int) as ended_by
from {{ added }} as added
cross join (
    select max(build) as build
    from {{ builds }}
) as latest
where latest.build = {{ build | number }}
