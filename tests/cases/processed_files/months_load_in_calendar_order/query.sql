select month, file_name, rows_updated
from ops.processed_files
where table_name = 'contact_centers'
union all
select valid_from_month, contact_center_name, null
from dim_contact_centers
order by 1, 2
