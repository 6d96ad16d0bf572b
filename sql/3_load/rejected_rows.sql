-- Records the invalid rows of a file, as found by `2_staging/faults.sql`.
insert into ops.rejected_rows by name
select
    $table_name as table_name,
    $month as month,
    $file_name as file_name,
    line,
    column_name,
    value,
    kind,
    reason_of(kind, detail) as reason,
    raw_text,
    cast($processed_utc as timestamp) as build_utc
from faults
order by line, column_name;
