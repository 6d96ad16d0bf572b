-- Every row of a file is accounted for: added, updated, deleted, unchanged, superseded, a delete of
-- a missing key, or rejected.
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
