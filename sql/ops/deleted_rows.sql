-- How many interactions are live, and how many deleted ones still have their room in the file.
select
    count(*) as live,
    coalesce(max(rowid) + 1 - count(*), 0) as deleted
from core.interactions
