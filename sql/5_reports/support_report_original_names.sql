-- One row per row of the report, with the names of the month in which the interactions took place
-- beside those of today. Before the first loaded month its names hold.
with
counted as (
    select
        month_start,
        greatest(
            year(month_start) * 100 + month(month_start),
            (select min(files.month) from processed_files as files)
        ) as as_of_month,
        contact_center_id,
        category_id,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        sum(call_duration_minutes) filter (where is_call) as call_minutes
    from fact_interactions
    group by month_start, contact_center_id, category_id
)

select
    month_name(counted.month_start) as month,
    counted.month_start,
    coalesce(centers_then.contact_center_name, 'Unknown') as original_contact_center_name,
    coalesce(categories_then.department, 'Unknown') as original_department,
    coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
    coalesce(categories.department, 'Unknown') as department,
    cast(sum(counted.interactions) as bigint) as total_interactions,
    cast(sum(counted.calls) as bigint) as total_calls,
    cast(coalesce(sum(counted.call_minutes), 0) as double) as total_call_duration
from counted
left join dim_contact_centers as centers
    on counted.contact_center_id = centers.contact_center_id
left join dim_service_categories as categories
    on counted.category_id = categories.category_id
left join dim_contact_centers_history as centers_then
    on
        counted.contact_center_id = centers_then.contact_center_id
        and is_valid_in(
            counted.as_of_month, centers_then.valid_from_month, centers_then.valid_to_month
        )
left join dim_service_categories_history as categories_then
    on
        counted.category_id = categories_then.category_id
        and is_valid_in(
            counted.as_of_month, categories_then.valid_from_month, categories_then.valid_to_month
        )
group by all
order by all
