-- Interactions whose agent, center or category is deleted, missing or never came. They are
-- kept, and reports call it Unknown.
-- severity: warning
with
{% for table in references %}
{{ ('by_' ~ table.key) | identifier }} as (
    select
        {{ table.key | identifier }},
        count(*) as interactions
    from ops.interactions
    group by {{ table.key | identifier }}
){% if not loop.last %},{% endif +%}

{% endfor %}
{% for table in references %}
select
    {{ table.key | literal }} as reference,
    cast(sum(counted.interactions) as bigint) as interactions_unknown
from {{ ('by_' ~ table.key) | identifier }} as counted
left join {{ table.relation | identifier }} as known
    on counted.{{ table.key | identifier }} = known.{{ table.key | identifier }}
where known.{{ table.key | identifier }} is null
having count(*) > 0
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
