-- A key of a table that is there twice, if any is.
select {{ table.key }}
from core.{{ table.name }}
group by {{ table.key }}
having count(*) > 1
order by {{ table.key }}
limit 1
