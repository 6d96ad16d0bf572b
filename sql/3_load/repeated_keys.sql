-- Records the rows of an initial file that repeat an earlier key.
insert into ops.rejected_rows by name
with
first_lines as (
    select
        key,
        min(line) as first_line
    from keys_found
    group by key
)

select
    $table_name as table_name,
    $month as month,
    $file_name as file_name,
    keys_found.line,
    '{{ table.key }}' as column_name,
    keys_found.key as value,
    'duplicate_key' as kind,
    reason_of('duplicate_key', cast(first_lines.first_line as varchar)) as reason,
    cast($processed_utc as timestamp) as build_utc
from keys_found
inner join first_lines
    on keys_found.key = first_lines.key
where keys_found.line > first_lines.first_line
order by keys_found.line;

drop table keys_found;
