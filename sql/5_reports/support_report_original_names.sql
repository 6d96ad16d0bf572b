-- The report by original and current names: one row per combination of the names in the month of
-- the interactions and today. For months before the first loaded one, the names of the first loaded
-- month apply.
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
    coalesce(original_centers.contact_center_name, 'Unknown') as original_contact_center_name,
    coalesce(original_categories.department, 'Unknown') as original_department,
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
left join dim_contact_centers_history as original_centers
    on
        counted.contact_center_id = original_centers.contact_center_id
        and is_valid_in(
            counted.as_of_month, original_centers.valid_from_month, original_centers.valid_to_month
        )
left join dim_service_categories_history as original_categories
    on
        counted.category_id = original_categories.category_id
        and is_valid_in(
            counted.as_of_month,
            original_categories.valid_from_month,
            original_categories.valid_to_month
        )
group by all
order by all
