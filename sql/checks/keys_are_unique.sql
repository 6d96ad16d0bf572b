-- A key is there once. After a month only the keys that it brought are looked at: the others are
-- as they were when they were last looked at. Hashes first, since they are small and a hash that
-- is there once belongs to a key that is.
-- severity: error
with
target as (
    select {{ table.key | identifier }} as key
    from {{ table.target | qualified }}
),

{% if months %}
brought as (
    select {{ table.key | identifier }} as key
    from {{ table.target | qualified }}
    where
        valid_from_month in (
            {% for month in months %}
            {{ month | literal }}{% if not loop.last %},{% endif +%}
            {% endfor %}
        )
),

{% endif %}
repeated as (
    select hash(target.key) as hash_of_key
    from target
    {% if months %}
    where target.key in (select brought.key from brought)
    {% endif %}
    group by hash_of_key
    having count(*) > 1
)

select
    {{ table.relation | literal }} as relation,
    target.key,
    count(*) as number_of_rows
from target
inner join repeated
    on hash(target.key) = repeated.hash_of_key
group by target.key
having count(*) > 1
