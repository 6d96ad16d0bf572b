-- Where the dictionary and the warehouse do not go together: what has no meaning, and rows that
-- name nothing.
select
    'sql/columns.csv' as place,
    case
        when column_name = '' then relation
        else 'the column ' || column_name || ' of ' || relation
    end || ' has no meaning; add a row for it' as fault,
    0 as line
from described
where meaning is null
union all
select
    dictionary.place,
    case
        when dictionary.relation = '' or coalesce(dictionary.meaning, '') = ''
            then 'a row has a relation, a column (or none) and a meaning'
        when dictionary.relation = '*' and dictionary.column_name <> ''
            then 'there is no column ' || dictionary.column_name || ' in any relation'
        when
            dictionary.column_name <> ''
            and exists (
                select 1
                from described
                where described.relation = dictionary.relation
            )
            then 'there is no column ' || dictionary.column_name || ' in ' || dictionary.relation
        else 'there is no table or view ' || dictionary.relation
    end as fault,
    dictionary.line
from dictionary
where
    dictionary.relation = ''
    or coalesce(dictionary.meaning, '') = ''
    or dictionary.line not in (
        select described.line
        from described
        where described.line is not null
    )
union all
select
    max_by(place, line) as place,
    relation || ',' || column_name || ' is there already' as fault,
    max(line) as line
from dictionary
group by relation, column_name
having count(*) > 1
order by line, place
