-- All tables and views with their meanings: first those of `main`, last the metadata.
with
relations as (
    select
        schema_name,
        table_name as name,
        'table' as kind,
        comment
    from duckdb_tables()
    where not internal and database_name = current_catalog()
    union all
    select
        schema_name,
        view_name as name,
        'view' as kind,
        comment
    from duckdb_views()
    where not internal and database_name = current_catalog()
)

select
    case when schema_name = 'main' then name else schema_name || '.' || name end as relation,
    kind,
    comment as meaning
from relations
order by list_position(['main', 'core', 'history', 'settings', 'ops'], schema_name), name
