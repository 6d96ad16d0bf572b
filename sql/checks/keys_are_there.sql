-- No row is without its key.
-- severity: error
select
    {{ table.relation | literal }} as relation,
    count(*) as rows_without_key
from {{ table.relation | identifier }}
where {{ table.key | identifier }} is null
having count(*) > 0
