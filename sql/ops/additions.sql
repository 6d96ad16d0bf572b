-- Tables and views that a user added to the warehouse: they have no meaning in the dictionary.
with
relations as (
    select
        schema_name,
        table_name as name
    from duckdb_tables()
    where not internal and database_name = current_catalog() and comment is null
    union all
    select
        schema_name,
        view_name as name
    from duckdb_views()
    where not internal and database_name = current_catalog() and comment is null
)

select case when schema_name = 'main' then name else schema_name || '.' || name end as relation
from relations
where
    schema_name not in ('core', 'history', 'settings', 'ops')
    and not list_contains(cast($views as varchar[]), name)
order by relation
