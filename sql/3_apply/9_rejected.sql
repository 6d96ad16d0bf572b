-- The rows that were set aside, as the salvage of a file wrote them down.
insert into ops.rejected_rows by name
select
    {{ table.name | literal }} as table_name,
    {{ month | number }} as month,
    {{ file_name | literal }} as file_name,
    line,
    column_name,
    value,
    reason,
    raw_text,
    {{ built | literal }}::timestamp as build_utc
from
    {{ source | indented(4) }}
