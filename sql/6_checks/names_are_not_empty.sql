-- Names that are empty or a placeholder, although reports show them.
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
    counted(count(*), 'row has', 'rows have') || ' no ' || column_name as what,
    count(*) as occurrences,
    min(key || coalesce(': ' || name, '')) as example,
    '' as advice
from names
where is_missing_name(name) and valid_from_month >= $first_month
group by relation, column_name
order by relation, column_name
