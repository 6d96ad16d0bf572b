-- What is wrong with a file: one row per cell that cannot be loaded, and per row of another shape.
create or replace temp table quarantined_{{ table.name }} as
select
    line,
    column_name,
    cell,
    reason
from faults_{{ table.name }}
union all
select
    line,
    cast(null as varchar) as column_name,
    cast(null as varchar) as cell,
    shape as reason
from numbered
where shape is not null;

select
    quarantined.line,
    quarantined.column_name,
    quarantined.cell,
    quarantined.reason,
    numbered.raw_text
from quarantined_{{ table.name }} as quarantined
inner join numbered
    on quarantined.line = numbered.line
order by quarantined.line, quarantined.column_name
limit $most;
