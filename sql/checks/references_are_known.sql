-- Interactions whose agent, center or category is deleted, missing or never came. They are
-- kept, and reports call it Unknown.
-- severity: warning
{% for relation, key in (
    ('dim_contact_centers', 'contact_center_id'),
    ('dim_service_categories', 'category_id'),
    ('dim_agents', 'agent_id'),
) %}
select
    {{ key | literal }} as reference,
    sum(interactions) as interactions_unknown
from (
    select
        {{ key | identifier }},
        count(*) as interactions
    from fact_interactions
    group by {{ key | identifier }}
)
where
    {{ key | identifier }} is null
    or {{ key | identifier }} not in (select {{ key | identifier }} from {{ relation | identifier }})
having count(*) > 0
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
