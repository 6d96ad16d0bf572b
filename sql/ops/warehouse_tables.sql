-- Whether the tables are there by which a warehouse of any version is known.
select count(*) as tables
from duckdb_tables()
where
    database_name = current_database()
    and schema_name = 'ops'
    and table_name in ('warehouse', 'processed_files')
having count(*) = 2
