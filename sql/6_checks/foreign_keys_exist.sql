-- Interactions whose agent, center or category is deleted, missing or never came. They are kept,
-- and reports call it Unknown. An interaction without an agent is an abandoned call, and refers to
-- none. Agents whose center or category is not there are kept, too.
with
{% for table in references %}
by_{{ table.key }} as (
    select
        {{ table.key }},
        count(*) as interactions
    from core.interactions
    {% if table.name == 'agents' %}
    where {{ table.key }} <> '' -- which is the agent of an erased record
    {% endif %}
    group by {{ table.key }}
),

-- The keys that no other key looks like.
looks_of_{{ table.key }} as (
    select
        look,
        min({{ table.key }}) as like_key
    from (
        select
            {{ table.key }},
            normalized_key({{ table.key }}) as look
        from core.{{ table.name }}
    ) as keys
    group by look
    having count(*) = 1
),

missing_{{ table.key }} as (
    select
        counted.{{ table.key }},
        counted.interactions,
        is_placeholder(counted.{{ table.key }}) as is_placeholder,
        looks.like_key
    from by_{{ table.key }} as counted
    left join core.{{ table.name }} as referenced
        on counted.{{ table.key }} = referenced.{{ table.key }}
    left join looks_of_{{ table.key }} as looks
        on normalized_key(counted.{{ table.key }}) = looks.look
    where referenced.{{ table.key }} is null
),

{% endfor %}
found as (
    {% for table in references %}
    select
        {{ loop.index | number }} as turn,
        'fact_interactions' as file_name,
        case
            when is_placeholder then 'interactions have a placeholder for {{ table.key }}'
            else 'interactions have no {{ table.key }} that is there'
        end as what,
        cast(sum(interactions) as bigint) as occurrences,
        coalesce(
            min({{ table.key }} || ' (is it ' || like_key || '?)'),
            min({{ table.key }}),
            'an empty one'
        ) as example,
        case
            when is_placeholder then 'have such cells exported empty'
            else
                'reports call it Unknown'
                || coalesce(
                    '; keys that are nearly the same would give a name to '
                    || sum(interactions) filter (where like_key is not null) || ' of them',
                    ''
                )
        end as advice
    from missing_{{ table.key }}
    group by is_placeholder
    union all
    {% endfor %}
    select
        8 as turn,
        'dim_agents' as file_name,
        'agents have a contact_center_id that is not there' as what,
        count(*) as occurrences,
        min(agents.contact_center_id || ' of ' || agents.agent_id) as example,
        'is it mistyped, or a file missing?' as advice
    from core.agents
    where
        agents.contact_center_id not in (
            select centers.contact_center_id
            from core.contact_centers as centers
        )
    union all
    select
        9 as turn,
        'dim_agents' as file_name,
        'agents have a category_id that is not there' as what,
        count(*) as occurrences,
        min(agents.category_id || ' of ' || agents.agent_id) as example,
        'is it mistyped, or a file missing?' as advice
    from core.agents
    where
        agents.category_id not in (
            select categories.category_id
            from core.service_categories as categories
        )
)

select * exclude (turn)
from found
where occurrences > 0
order by turn, what
