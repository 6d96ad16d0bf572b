-- No name is Unknown: reports call so what is missing, and have both in one row.
with
names as (
    {% for table in references %}
    {% for column in table.texts if column != 'location' %}
    select
        'dim_{{ table.name }}' as relation,
        '{{ column }}' as column_name,
        {{ column }} as name,
        {{ table.key }} as key,
        valid_from_month
    from core.{{ table.name }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select
    relation as file_name,
    'rows have the ' || column_name || ' Unknown, which reports use for what is missing' as what,
    count(*) as occurrences,
    min(key) as example,
    'reports by name cannot tell the two apart; data_quality_by_file counts what is missing'
        as advice
from names
where lower(name) = 'unknown' and valid_from_month >= $first_month
group by relation, column_name
order by relation, column_name
