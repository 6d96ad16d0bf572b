-- Keys that differ in case or in zeros before them only: a spreadsheet cuts the zeros of 00123. Of
-- interactions only those with a zero before them are compared: seldom any, and the keys are many.
with
with_zero as (
    select interaction_id
    from core.interactions
    where starts_with(interaction_id, '0')
),

keys as (
    select
        'core.contact_centers' as relation,
        contact_center_id as key,
        lower(ltrim(contact_center_id, '0')) as look,
        valid_from_month
    from core.contact_centers
    union all
    select
        'core.service_categories' as relation,
        category_id as key,
        lower(ltrim(category_id, '0')) as look,
        valid_from_month
    from core.service_categories
    union all
    select
        'core.agents' as relation,
        agent_id as key,
        lower(ltrim(agent_id, '0')) as look,
        valid_from_month
    from core.agents
    union all
    select
        'core.interactions' as relation,
        interaction_id as key,
        ltrim(interaction_id, '0') as look,
        valid_from_month
    from core.interactions
    where
        interaction_id in (
            select with_zero.interaction_id
            from with_zero
            union all
            select ltrim(with_zero.interaction_id, '0')
            from with_zero
        )
),

alike as (
    select
        relation,
        look,
        count(*) as keys,
        string_agg(key, ' and ' order by key) as example
    from keys
    group by relation, look
    having count(*) > 1 and max(valid_from_month) >= $first_month
)

select
    relation as file_name,
    'keys differ in case or in the zeros before them only' as what,
    cast(sum(keys) as bigint) as occurrences,
    min_by(example, look) as example,
    'did a spreadsheet cut the zeros? have keys exported as text' as advice
from alike
group by relation
order by relation
