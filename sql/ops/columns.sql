-- Every column with its type and meaning, by the relation's name as `relations.sql` has it.
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
