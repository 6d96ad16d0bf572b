select category_id, category_name
from dim_service_categories
union all
select
    'counts',
    concat_ws(
        ' ', rows_read, 'read', rows_added, 'added', rows_updated, 'updated', rows_deleted, 'deleted',
        rows_superseded, 'superseded', deletes_of_missing_keys, 'deletes of missing keys'
    )
from ops.processed_files
where file_name = 'delta/service_categories_delta_202502.csv'
order by 1
