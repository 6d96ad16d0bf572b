-- The loaded months.
select distinct cast(month as varchar) as month
from ops.processed_files
order by month
