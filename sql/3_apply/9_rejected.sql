-- The rows that were set aside, as the salvage of a file found them: five lists, bound as
-- parameters, with a fault for each place in them. A cell may be too long for a CSV file.
insert into ops.rejected_rows by name
select
    {{ table.name | literal }} as table_name,
    {{ month | number }} as month,
    {{ file_name | literal }} as file_name,
    unnest(cast($1 as bigint[])) as line,
    unnest(cast($2 as varchar[])) as column_name,
    unnest(cast($3 as varchar[])) as value,
    unnest(cast($4 as varchar[])) as reason,
    unnest(cast($5 as varchar[])) as raw_text,
    cast({{ built | literal }} as timestamp) as build_utc
