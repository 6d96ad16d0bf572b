-- A key is there once. After a month only the keys that it brought are counted: the others are as
-- they were when they were last counted.
-- severity: error
{% for table in relations %}
select
    {{ table.relation | literal }} as relation,
    {{ table.key | identifier }} as key,
    count(*) as number_of_rows
from {{ table.target | qualified }}
{% if months %}
where
    {{ table.key | identifier }} in (
        select brought.{{ table.key | identifier }}
        from {{ table.target | qualified }} as brought
        where
            brought.valid_from_month in (
                {% for month in months %}
                {{ month | number }}{% if not loop.last %},{% endif +%}
                {% endfor %}
            )
    )
{% endif %}
group by {{ table.key | identifier }}
having count(*) > 1
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
