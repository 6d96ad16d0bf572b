-- A key is there once. After a month only the keys that it brought are looked at: a key that
-- it did not touch is as it was when it was last looked at.
-- severity: error
{% for table in relations %}
select
    {{ table.relation | literal }} as relation,
    any_value({{ table.key | identifier }}) as key,
    count(*) as number_of_rows
from {{ table.relation | identifier }}
{% if months %}
where
    {{ table.key | identifier }} in (
        select {{ table.key | identifier }}
        from {{ table.relation | identifier }}
        where
            valid_from_month in (
                {%- for month in months %}{{ month | literal }}{% if not loop.last %}, {% endif %}{% endfor %}
            )
    )
{% endif %}
group by hash({{ table.key | identifier }}), {{ table.key | identifier }}
having count(*) > 1
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
