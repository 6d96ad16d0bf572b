-- One row per loaded file, as of `as_of_month()`, with the columns that depend only on the files.
-- `ops.processed_files` also has when it was loaded and by which versions.
select * exclude (file_modified_utc, processed_utc, processed_by)
from ops.processed_files
where month <= as_of_month()
