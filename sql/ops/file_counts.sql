-- The row counts of each file, for `supportwh status`.
select
    cast(month as varchar) as month_of_file,
    file_name,
    rows_read,
    rows_added,
    rows_updated,
    rows_deleted,
    rows_unchanged,
    rows_superseded,
    deletes_of_missing_keys,
    rows_rejected
from ops.processed_files
order by month, file_name
