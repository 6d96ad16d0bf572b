-- The row count of each table, by the name of its view.
with
counted as (
    select
        1 as turn,
        'dim_contact_centers' as relation,
        count(*) as number_of_rows
    from dim_contact_centers
    union all
    select
        2 as turn,
        'dim_service_categories' as relation,
        count(*) as number_of_rows
    from dim_service_categories
    union all
    select
        3 as turn,
        'dim_agents' as relation,
        count(*) as number_of_rows
    from dim_agents
    union all
    select
        4 as turn,
        'fact_interactions' as relation,
        count(*) as number_of_rows
    from fact_interactions
)

select
    relation,
    number_of_rows
from counted
order by turn
