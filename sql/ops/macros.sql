-- All macros that views and queries can use, with their parameters.
select
    function_name as macro,
    function_name || '(' || array_to_string(parameters, ', ') || ')' as call
from duckdb_functions()
where
    not internal
    and database_name = current_catalog()
    and schema_name = 'main'
    and function_type in ('macro', 'table_macro')
order by function_type = 'macro', function_name
