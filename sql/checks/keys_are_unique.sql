-- A key is there once. Counted by its hash first, which is small: where there are as many hashes
-- as keys, no key is there twice, and nothing more is looked at. After a month only the keys that
-- it brought are counted: the others are as they were when they were last counted.
-- severity: error
with
target as (
    select {{ table.key | identifier }} as key
    from {{ table.target | qualified }}
    {% if months %}
    where
        {{ table.key | identifier }} in (
            select brought.{{ table.key | identifier }}
            from {{ table.target | qualified }} as brought
            where
                brought.valid_from_month in (
                    {% for month in months %}
                    {{ month | literal }}{% if not loop.last %},{% endif +%}
                    {% endfor %}
                )
        )
    {% endif %}
),

suspicion as (
    select count(distinct hash(key)) < count(*) as is_founded
    from target
)

select
    {{ table.relation | literal }} as relation,
    key,
    count(*) as number_of_rows
from target
where (select suspicion.is_founded from suspicion)
group by key
having count(*) > 1
