-- The report as of every loaded month: one row per loaded month and row of the report. Versions are
-- counted by id and by the months in which they were current, then joined with the months, then
-- with the names of that time.
with
months as (
    select distinct month as as_of_month
    from processed_files
),

counted as (
    select
        month_start,
        contact_center_id,
        category_id,
        valid_from_month,
        valid_to_month,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        sum(call_duration_minutes) filter (where is_call) as call_minutes
    from fact_interactions_history
    group by month_start, contact_center_id, category_id, valid_from_month, valid_to_month
)

select
    months.as_of_month,
    month_name(counted.month_start) as month,
    counted.month_start,
    coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
    coalesce(categories.department, 'Unknown') as department,
    cast(sum(counted.interactions) as bigint) as total_interactions,
    cast(sum(counted.calls) as bigint) as total_calls,
    cast(coalesce(sum(counted.call_minutes), 0) as double) as total_call_duration
from months
inner join counted
    on is_valid_in(months.as_of_month, counted.valid_from_month, counted.valid_to_month)
left join dim_contact_centers_history as centers
    on
        counted.contact_center_id = centers.contact_center_id
        and is_valid_in(months.as_of_month, centers.valid_from_month, centers.valid_to_month)
left join dim_service_categories_history as categories
    on
        counted.category_id = categories.category_id
        and is_valid_in(months.as_of_month, categories.valid_from_month, categories.valid_to_month)
group by all
order by all
