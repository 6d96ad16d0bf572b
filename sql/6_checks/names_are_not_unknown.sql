-- Names that are Unknown, which reports show for missing references: both would be combined.
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
    counted(count(*), 'row has', 'rows have') || ' the ' || column_name || ' Unknown' as what,
    count(*) as occurrences,
    min(key) as example,
    'Reports also show Unknown for missing references. Use another name; data_quality_by_file '
    || 'counts missing references.' as advice
from names
where lower(name) = 'unknown' and valid_from_month >= $first_month
group by relation, column_name
order by relation, column_name
