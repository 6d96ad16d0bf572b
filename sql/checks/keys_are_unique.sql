-- A key is there once. After a month only the keys that it brought are looked at: the others are
-- as they were when they were last looked at. Hashes first, since they are small and a hash that
-- is there once belongs to a key that is.
-- severity: error
{% for table in relations %}
select
    {{ table.relation | literal }} as relation,
    {{ table.key | identifier }} as key,
    count(*) as number_of_rows
from {{ table.relation | identifier }}
where
    hash({{ table.key | identifier }}) in (
        select hash({{ table.key | identifier }})
        from {{ table.relation | identifier }}
        {% if months %}
        where
            {{ table.key | identifier }} in (
                select {{ table.key | identifier }}
                from {{ table.relation | identifier }}
                where
                    valid_from_month in (
                        {% for month in months %}
                        {{ month | literal }}{% if not loop.last %},{% endif +%}
                        {% endfor %}
                    )
            )
        {% endif %}
        group by hash({{ table.key | identifier }})
        having count(*) > 1
    )
group by {{ table.key | identifier }}
having count(*) > 1
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
