-- The first and last loaded month, and when and by which versions the last one was loaded, as of
-- `as_of_month()`.
select
    cast(min(month) as varchar) as first_month,
    cast(max(month) as varchar) as last_month,
    max(processed_utc) as processed_utc,
    max_by(processed_by, month) as processed_by
from ops.processed_files
where month <= as_of_month()
