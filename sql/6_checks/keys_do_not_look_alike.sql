-- Keys that differ only in leading zeros, which a spreadsheet removes from 00123, or only in case,
-- if their rows have the same name. Some systems use case-sensitive ids: these have different
-- names. Interactions are many, so only keys with a leading zero are compared with others.
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
    counted(
        cast(sum(keys) as bigint),
        'key differs from another only in case or leading zeros',
        'keys differ from another only in case or leading zeros'
    ) as what,
    cast(sum(keys) as bigint) as occurrences,
    min_by(example, look) as example,
    'Did a spreadsheet remove leading zeros? Export keys as text.' as advice
from alike
group by relation
order by relation
