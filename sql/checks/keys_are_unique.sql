-- A key is there once. Keys are counted by their hashes, which are shorter, and those whose hash
-- is there twice once more as they are. After a month only the keys that it brought are counted:
-- the others are as they were when they were last counted.
-- severity: error
with
{% for table in relations %}
{{ ('hashes_of_' ~ table.name) | identifier }} as (
    select hash({{ table.key | identifier }}) as key_hash
    from {{ table.target | qualified }}
    {% if months %}
    where
        hash({{ table.key | identifier }}) in (
            select hash(brought.{{ table.key | identifier }})
            from {{ table.target | qualified }} as brought
            where
                brought.valid_from_month in (
                    {% for month in months %}
                    {{ month | number }}{% if not loop.last %},{% endif +%}
                    {% endfor %}
                )
        )
    {% endif %}
    group by key_hash
    having count(*) > 1
){% if not loop.last %},{% endif +%}

{% endfor %}
{% for table in relations %}
select
    {{ table.relation | literal }} as relation,
    {{ table.key | identifier }} as key,
    count(*) as number_of_rows
from {{ table.target | qualified }}
where
    hash({{ table.key | identifier }}) in (
        select repeated.key_hash
        from {{ ('hashes_of_' ~ table.name) | identifier }} as repeated
    )
group by {{ table.key | identifier }}
having count(*) > 1
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
