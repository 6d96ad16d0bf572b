-- Names that two contact centers, or two categories of one department, share. Reports group by name
-- and combine them.
with
names as (
    select
        'dim_contact_centers' as relation,
        contact_center_name as name,
        contact_center_id as key,
        valid_from_month
    from core.contact_centers
    union all
    select
        'dim_service_categories' as relation,
        category_name || coalesce(' of ' || department, '') as name,
        category_id as key,
        valid_from_month
    from core.service_categories
),

shared as (
    select
        relation,
        name,
        count(*) as keys,
        string_agg(key, ', ' order by key) as example
    from names
    where name is not null
    group by relation, name
    having count(*) > 1 and max(valid_from_month) >= $first_month
)

select
    relation as file_name,
    case relation
        when 'dim_contact_centers'
            then counted(
                cast(sum(keys) as bigint),
                'contact center shares a name with another',
                'contact centers share a name with another'
            )
        else counted(
            cast(sum(keys) as bigint),
            'service category shares a name with another of the department',
            'service categories share a name with another of the department'
        )
    end as what,
    cast(sum(keys) as bigint) as occurrences,
    min_by(name || ': ' || example, name) as example,
    'Reports combine them into one row.' as advice
from shared
group by relation
order by relation
