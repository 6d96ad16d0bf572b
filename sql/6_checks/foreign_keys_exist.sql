-- Interactions whose agent, center or category is deleted, missing or never came. They are
-- kept, and reports call it Unknown.
-- severity: warning
with
{% for table in references %}
by_{{ table.key }} as (
    select
        {{ table.key }},
        count(*) as interactions
    from core.interactions
    group by {{ table.key }}
){% if not loop.last %},{% endif +%}

{% endfor %}
{% for table in references %}
select
    '{{ table.key }}' as reference,
    cast(sum(counted.interactions) as bigint) as unmatched_interactions
from by_{{ table.key }} as counted
left join core.{{ table.name }} as referenced
    on counted.{{ table.key }} = referenced.{{ table.key }}
where referenced.{{ table.key }} is null
having count(*) > 0
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
