-- With `--partial-updates keep`, an empty cell of an update leaves the value unchanged: it takes
-- the value of the preceding rows with the same key, back to the last add or delete, and otherwise
-- that of the live row.
create or replace temp table completed as
with
runs as (
    select
        *,
        rowid as delta_rowid,
        sum(case when action <> 'update' then 1 else 0 end) over (
            partition by {{ table.key }}
            order by rowid
        ) as run
    from delta
)

select
    runs.delta_rowid,
    {% for column in table.staged %}
    coalesce(
        last_value(
            case
                when runs.action <> 'delete' then runs.{{ column }}
            end ignore nulls
        ) over (
            partition by runs.{{ table.key }}, runs.run
            order by runs.delta_rowid
            rows between unbounded preceding and current row
        ),
        case when runs.run = 0 then matched.{{ column }} end
    ) as {{ column }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from runs
left join matched
    on runs.{{ table.key }} = matched.{{ table.key }}
qualify runs.action = 'update';

update delta
set
    {% for column in table.staged %}
    {{ column }} = completed.{{ column }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from completed
where delta.rowid = completed.delta_rowid;
