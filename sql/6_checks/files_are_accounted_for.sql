-- Every row of a file went somewhere.
select
    file_name,
    rows_read,
    rows_added + rows_updated + rows_deleted + rows_unchanged + rows_superseded
    + deletes_of_missing_keys + rows_rejected as rows_accounted_for
from ops.processed_files
where
    rows_read
    <> rows_added + rows_updated + rows_deleted + rows_unchanged + rows_superseded
    + deletes_of_missing_keys + rows_rejected
