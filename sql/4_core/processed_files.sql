-- One row per file that was loaded, as of `as_of_month()`: what it was and what it did.
select *
from ops.processed_files
where month <= as_of_month()
