-- How many rows each table has, by the name to query it by.
select
    'dim_contact_centers' as relation,
    count(*) as number_of_rows
from dim_contact_centers
union all
select
    'dim_service_categories' as relation,
    count(*) as number_of_rows
from dim_service_categories
union all
select
    'dim_agents' as relation,
    count(*) as number_of_rows
from dim_agents
union all
select
    'fact_interactions' as relation,
    count(*) as number_of_rows
from fact_interactions
