-- What a report shows has a name, and not what a system writes where there is none.
with
names as (
    select
        'dim_contact_centers' as relation,
        contact_center_id as key,
        valid_from_month,
        unnest([
            case when is_no_name(contact_center_name) then 'contact_center_name' end
        ]) as empty
    from core.contact_centers
    union all
    select
        'dim_service_categories' as relation,
        category_id as key,
        valid_from_month,
        unnest([
            case when is_no_name(category_name) then 'category_name' end,
            case when is_no_name(department) then 'department' end
        ]) as empty
    from core.service_categories
    union all
    select
        'dim_agents' as relation,
        agent_id as key,
        valid_from_month,
        unnest([case when is_no_name(full_name) then 'full_name' end]) as empty
    from core.agents
)

select
    relation as file_name,
    'rows have no ' || empty as what,
    count(*) as occurrences,
    min(key) as example,
    '' as advice
from names
where empty is not null and valid_from_month >= $first_month
group by relation, empty
order by relation, empty
