-- Statements that store the meanings as comments in the warehouse.
with
views as (
    select view_name
    from duckdb_views()
    where database_name = current_catalog()
),

named as (
    select
        *,
        '"' || replace(column_name, '"', '""') || '"' as quoted_column,
        replace(replace(meaning, '{zone}', $zone), '''', '''''') as quoted_meaning
    from described
    where meaning is not null and list_contains(cast($commented as varchar[]), relation)
)

select
    case
        when named.column_name <> ''
            then printf('comment on column %s.%s', named.relation, named.quoted_column)
        when views.view_name is not null then printf('comment on view %s', named.relation)
        else printf('comment on table %s', named.relation)
    end || printf(' is ''%s'';', named.quoted_meaning) as statement
from named
left join views
    on named.relation = views.view_name
