-- Text that was saved in one encoding and read in another: U+FFFD, or two signs for one letter.
with
names as (
    select
        'dim_contact_centers' as relation,
        contact_center_id as key,
        contact_center_name || ' ' || coalesce(location, '') as name,
        valid_from_month
    from core.contact_centers
    union all
    select
        'dim_service_categories' as relation,
        category_id as key,
        category_name || ' ' || coalesce(department, '') as name,
        valid_from_month
    from core.service_categories
    union all
    select
        'dim_agents' as relation,
        agent_id as key,
        full_name as name,
        valid_from_month
    from core.agents
)

select
    relation as file_name,
    'names have letters that were lost in another encoding' as what,
    count(*) as occurrences,
    min_by(name || ' (' || key || ')', key) as example,
    'have the file exported as UTF-8' as advice
from names
where
    regexp_matches(name, '[\x{FFFD}\x{80}-\x{9F}]|[ÂÃ][\x{A0}-\x{BF}]|â€')
    and valid_from_month >= $first_month
group by relation
order by relation
