-- A key is there once. Keys are counted by their hashes, which are shorter, and those whose hash
-- is there twice once more as they are. After a month only the keys that it brought are counted:
-- the others are as they were when they were last counted.
-- severity: error
with
{% for table in tables %}
hashes_of_{{ table.name }} as (
    select hash({{ table.key }}) as key_hash
    from core.{{ table.name }}
    {% if is_partial %}
    where
        hash({{ table.key }}) in (
            select hash(brought.{{ table.key }})
            from core.{{ table.name }} as brought
            where brought.valid_from_month >= $first_month
        )
    {% endif %}
    group by key_hash
    having count(*) > 1
){% if not loop.last %},{% endif +%}

{% endfor %}
{% for table in tables %}
select
    'core.{{ table.name }}' as relation,
    {{ table.key }} as key,
    count(*) as number_of_rows
from core.{{ table.name }}
where
    hash({{ table.key }}) in (
        select repeated.key_hash
        from hashes_of_{{ table.name }} as repeated
    )
group by {{ table.key }}
having count(*) > 1
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
