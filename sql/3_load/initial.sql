-- Adds a file of the first month to the ledger. Its rows are already in their table.
insert into ops.processed_files by name
with
after_file as (
    select count(*) as table_rows
    from core.{{ table.name }}
)

select
    $table_name as table_name,
    $month as month,
    $file_name as file_name,
    $sha256 as sha256,
    $size_bytes as size_bytes,
    after_file.table_rows + $rows_rejected as rows_read,
    after_file.table_rows as rows_added,
    $rows_rejected as rows_rejected,
    0 as table_rows_before,
    after_file.table_rows as table_rows_after,
    cast($file_modified_utc as timestamp) as file_modified_utc,
    cast($processed_utc as timestamp) as processed_utc,
    $processed_by as processed_by,
    $load_rules_sha256 as load_rules_sha256,
    cast($times_have_zone as boolean) as times_have_zone
from after_file
returning *;
