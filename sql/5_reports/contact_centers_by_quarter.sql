-- Interactions by quarter: one row per quarter and contact center.
with
counted as (
    select
        month_start,
        contact_center_id,
        count(*) as interactions,
        count(*) filter (where is_call) as calls
    from fact_interactions
    group by month_start, contact_center_id
),

named as (
    select
        case
            when counted.month_start is null then 'Unknown'
            else
                cast(year(counted.month_start) as varchar) || '-Q'
                || cast(quarter(counted.month_start) as varchar)
        end as quarter,
        coalesce(dim_contact_centers.contact_center_name, 'Unknown') as contact_center_name,
        counted.interactions,
        counted.calls
    from counted
    left join dim_contact_centers
        on counted.contact_center_id = dim_contact_centers.contact_center_id
)

select
    quarter,
    contact_center_name,
    cast(sum(interactions) as bigint) as total_interactions,
    cast(sum(calls) as bigint) as total_calls,
    case
        when quarter <> 'Unknown' and contact_center_name <> 'Unknown'
            then rank() over (
                partition by quarter, contact_center_name = 'Unknown'
                order by sum(interactions) desc
            )
    end as rank_in_quarter
from named
group by quarter, contact_center_name
order by quarter, rank_in_quarter nulls last, contact_center_name
