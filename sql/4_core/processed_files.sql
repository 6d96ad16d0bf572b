-- One row per file that was loaded, as of `as_of_month()`: what it was and what it did. When and by
-- whom is in `ops.processed_files`: what is here follows from the files alone.
select * exclude (file_modified_utc, processed_utc, processed_by)
from ops.processed_files
where month <= as_of_month()
