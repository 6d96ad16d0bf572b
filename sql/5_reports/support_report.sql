-- The monthly report: one row per month, contact center and department, with interactions, calls
-- and call minutes. References that do not exist read Unknown, so that no interaction is lost.
-- Interactions are counted by id before the joins with names, because ids are few.
with
counted as (
    select
        month_start,
        contact_center_id,
        category_id,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        sum(call_duration_minutes) filter (where is_call) as call_minutes
    from fact_interactions
    group by month_start, contact_center_id, category_id
),

named as (
    select
        month_name(counted.month_start) as month,
        coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
        coalesce(categories.department, 'Unknown') as department,
        counted.interactions,
        counted.calls,
        counted.call_minutes
    from counted
    left join dim_contact_centers as centers
        on counted.contact_center_id = centers.contact_center_id
    left join dim_service_categories as categories
        on counted.category_id = categories.category_id
)

select
    month,
    contact_center_name,
    department,
    cast(sum(interactions) as bigint) as total_interactions,
    cast(sum(calls) as bigint) as total_calls,
    cast(coalesce(sum(call_minutes), 0) as double) as total_call_duration
from named
group by month, contact_center_name, department
order by month, contact_center_name, department
