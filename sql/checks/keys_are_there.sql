-- No row is without its key.
-- severity: error
{% for table in relations %}
select
    {{ table.relation | literal }} as relation,
    count(*) as rows_without_key
from {{ table.target | qualified }}
where {{ table.key | identifier }} is null
having count(*) > 0
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
