-- Interactions that refer to an agent, contact center or category that was deleted or never loaded.
-- They are kept, and reports show Unknown. An interaction without an agent is an abandoned call and
-- refers to none. Agents with a missing contact center or category are kept, too.
with
{% for table in references %}
by_{{ table.key }} as (
    select
        {{ table.key }},
        count(*) as interactions
    from core.interactions
    {% if table.name == 'agents' %}
    where {{ table.key }} <> '' -- '' is the reference to an erased agent
    {% endif %}
    group by {{ table.key }}
),

-- Keys by their normalized form, if no other key has the same.
normalized_{{ table.key }} as (
    select
        normalized,
        min({{ table.key }}) as similar_key
    from (
        select
            {{ table.key }},
            normalized_key({{ table.key }}) as normalized
        from core.{{ table.name }}
    ) as keys
    group by normalized
    having count(*) = 1
),

missing_{{ table.key }} as (
    select
        referring.{{ table.key }},
        referring.interactions,
        is_placeholder(referring.{{ table.key }}) as is_placeholder,
        lookup.similar_key
    from by_{{ table.key }} as referring
    left join core.{{ table.name }} as referenced
        on referring.{{ table.key }} = referenced.{{ table.key }}
    left join normalized_{{ table.key }} as lookup
        on normalized_key(referring.{{ table.key }}) = lookup.normalized
    where referenced.{{ table.key }} is null
),

{% endfor %}
found as (
    {% for table in references %}
    {% set noun = ('an ' if table.key.startswith('a') else 'a ') ~ table.key %}
    select
        {{ loop.index | number }} as turn,
        'fact_interactions' as file_name,
        case
            when is_placeholder
                then counted(
                    sum(interactions),
                    'interaction has a placeholder instead of ',
                    'interactions have a placeholder instead of '
                ) || {{ noun | literal }}
            else
                counted(sum(interactions), 'interaction refers to ', 'interactions refer to ')
                || {{ noun | literal }} || ' that does not exist'
        end as what,
        cast(sum(interactions) as bigint) as occurrences,
        coalesce(
            min({{ table.key }} || ', similar to ' || similar_key),
            min({{ table.key }}),
            'an empty key'
        ) as example,
        case
            when is_placeholder then 'Export such cells as empty.'
            else
                'Reports show Unknown.'
                || coalesce(
                    ' Similar keys exist for '
                    || with_commas(sum(interactions) filter (where similar_key is not null))
                    || ' of them.',
                    ''
                )
        end as advice
    from missing_{{ table.key }}
    group by is_placeholder
    union all
    {% endfor %}
    {% for table in references if table.name != 'agents' %}
    select
        {{ (7 + loop.index) | number }} as turn,
        'dim_agents' as file_name,
        counted(count(*), 'agent refers to a ', 'agents refer to a ')
        || '{{ table.key }} that does not exist' as what,
        count(*) as occurrences,
        min(agents.{{ table.key }} || ' of ' || agents.agent_id) as example,
        'Is the key mistyped, or is a file missing?' as advice
    from core.agents
    where
        agents.{{ table.key }} not in (
            select referenced.{{ table.key }}
            from core.{{ table.name }} as referenced
        )
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * exclude (turn)
from found
where occurrences > 0
order by turn, advice
