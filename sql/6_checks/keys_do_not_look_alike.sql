-- Keys that differ in the zeros before them only, which a spreadsheet cuts from 00123, or in case
-- only and have the same name: ids of some systems differ in case by right, and name other things.
-- Of interactions only those with a zero before them are compared: seldom any, and keys are many.
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
        contact_center_name as name,
        valid_from_month
    from core.contact_centers
    union all
    select
        'core.service_categories' as relation,
        category_id as key,
        lower(ltrim(category_id, '0')) as look,
        category_name as name,
        valid_from_month
    from core.service_categories
    union all
    select
        'core.agents' as relation,
        agent_id as key,
        lower(ltrim(agent_id, '0')) as look,
        full_name as name,
        valid_from_month
    from core.agents
    union all
    select
        'core.interactions' as relation,
        interaction_id as key,
        ltrim(interaction_id, '0') as look,
        '' as name,
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
    having
        count(*) > 1
        and max(valid_from_month) >= $first_month
        and (
            count(distinct lower(key)) > 1
            or count(distinct lower(name)) < count(*)
        )
)

select
    relation as file_name,
    'keys differ only in case or in the zeros before them' as what,
    cast(sum(keys) as bigint) as occurrences,
    min_by(example, look) as example,
    'did a spreadsheet cut the zeros? have keys exported as text' as advice
from alike
group by relation
order by relation
