-- The loaded files of a warehouse of any version.
select
    table_name,
    cast(month as varchar) as month,
    file_name
from ops.processed_files
order by month, file_name
