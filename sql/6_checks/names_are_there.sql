-- What a report shows has a name.
-- severity: warning
with
names as (
    select
        'dim_contact_centers' as relation,
        contact_center_id as key,
        valid_from_month,
        unnest([
            case when contact_center_name is null then 'contact_center_name' end
        ]) as empty
    from core.contact_centers
    union all
    select
        'dim_service_categories' as relation,
        category_id as key,
        valid_from_month,
        unnest([
            case when category_name is null then 'category_name' end,
            case when department is null then 'department' end
        ]) as empty
    from core.service_categories
    union all
    select
        'dim_agents' as relation,
        agent_id as key,
        valid_from_month,
        unnest([case when full_name is null then 'full_name' end]) as empty
    from core.agents
)

select
    relation as file_name,
    'rows have no ' || empty || ', and read Unknown in reports' as what,
    count(*) as occurrences,
    min(key) as example,
    '' as advice
from names
where empty is not null and valid_from_month >= $first_month
group by relation, empty
order by relation, empty
