-- Rows without a key.
{% for table in tables %}
select
    'core.{{ table.name }}' as relation,
    count(*) as rows_without_key
from core.{{ table.name }}
where {{ table.key }} is null
having count(*) > 0
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
