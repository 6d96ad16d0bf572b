-- One row if the database has the columns that identify a warehouse of any version.
select count(*) as columns_found
from duckdb_columns()
where
    database_name = current_database()
    and schema_name = 'ops'
    and (
        (table_name = 'warehouse' and column_name in ('zone', 'created_by'))
        or (
            table_name = 'processed_files'
            and column_name in ('file_name', 'sha256', 'rows_rejected')
        )
    )
having count(*) = 5
