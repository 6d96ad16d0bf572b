-- The months that were loaded.
select distinct cast(month as varchar) as month
from ops.processed_files
order by month
