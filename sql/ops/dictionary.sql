-- Loads the dictionary, and looks up the meaning of each relation and column: the row for this
-- column, or else the row for the column in any relation (`*`).
create or replace temp table dictionary as
select
    unnest(cast($lines as bigint[])) as line,
    unnest(cast($places as varchar[])) as place,
    unnest(cast($named as varchar[])) as relation,
    unnest(cast($columns as varchar[])) as column_name,
    unnest(cast($meanings as varchar[])) as meaning;

create or replace temp table described as
with
relations as (
    select unnest(cast($relations as varchar[])) as relation
),

everything as (
    select
        relation,
        '' as column_name
    from relations
    union all
    select
        relations.relation,
        columns.column_name
    from relations
    inner join duckdb_columns() as columns
        on
            relations.relation
            = case
                when columns.schema_name = 'main' then columns.table_name
                else columns.schema_name || '.' || columns.table_name
            end
    where not columns.internal and columns.database_name = current_catalog()
)

select
    everything.relation,
    everything.column_name,
    coalesce(own.line, anywhere.line) as line,
    coalesce(own.meaning, anywhere.meaning) as meaning
from everything
left join dictionary as own
    on
        everything.relation = own.relation
        and everything.column_name = own.column_name
left join dictionary as anywhere
    on
        anywhere.relation = '*'
        and everything.column_name = anywhere.column_name
        and everything.column_name <> '';
