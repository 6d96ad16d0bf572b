-- Reports go by name: two centers of one name are one row there, and so are two categories of one
-- name and department.
with
names as (
    select
        'dim_contact_centers' as relation,
        'contact centers have a name that another has' as what,
        contact_center_name as name,
        contact_center_id as key,
        valid_from_month
    from core.contact_centers
    union all
    select
        'dim_service_categories' as relation,
        'service categories have a name that another of their department has' as what,
        category_name || coalesce(' of ' || department, '') as name,
        category_id as key,
        valid_from_month
    from core.service_categories
),

shared as (
    select
        relation,
        what,
        name,
        count(*) as keys,
        string_agg(key, ', ' order by key) as example
    from names
    where name is not null
    group by relation, what, name
    having count(*) > 1 and max(valid_from_month) >= $first_month
)

select
    relation as file_name,
    what,
    cast(sum(keys) as bigint) as occurrences,
    min_by(name || ' (' || example || ')', name) as example,
    'reports by name have them in one row' as advice
from shared
group by relation, what
order by relation
