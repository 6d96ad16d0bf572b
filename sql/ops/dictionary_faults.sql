-- Differences between the dictionary and the warehouse: relations and columns without a meaning,
-- and rows that refer to nothing.
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
            then 'expected a relation, a column (or none) and a meaning'
        when dictionary.relation = '*' and dictionary.column_name <> ''
            then 'no relation has a column ' || dictionary.column_name
        when
            dictionary.column_name <> ''
            and exists (
                select 1
                from described
                where described.relation = dictionary.relation
            )
            then dictionary.relation || ' has no column ' || dictionary.column_name
        else 'no such table or view: ' || dictionary.relation
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
    'duplicate row: ' || relation || ',' || column_name as fault,
    max(line) as line
from dictionary
group by relation, column_name
having count(*) > 1
order by line, place
