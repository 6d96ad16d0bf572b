-- The number of live interactions, and of deleted ones that still occupy space in the file.
select
    count(*) as live,
    coalesce(max(rowid) + 1 - count(*), 0) as deleted
from core.interactions
