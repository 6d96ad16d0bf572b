-- One row if a key of a table is there twice.
select {{ table.key }}
from core.{{ table.name }}
group by {{ table.key }}
having count(*) > 1
limit 1
