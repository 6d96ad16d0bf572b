-- All columns with their types and meanings, by the name of the relation as in `relations.sql`.
select
    case
        when schema_name = 'main' then table_name
        else schema_name || '.' || table_name
    end as relation,
    column_name,
    lower(data_type) as type,
    comment as meaning
from duckdb_columns()
where not internal and database_name = current_catalog()
order by relation, column_index
