-- One row per loaded month and row of the report that it changed: how many interactions came
-- into the row, left it, or count otherwise in it: as a call or not, or with other minutes. Each
-- interaction is set into its row as it was before the month and as it is after; what is there
-- twice has stayed.
with
moments as (
    select
        changed_in_month,
        unnest([month_before, changed_in_month]) as as_of_month
    from load_steps
),

placed as (
    select
        moments.changed_in_month,
        versions.interaction_id,
        versions.month,
        versions.is_call,
        case when versions.is_call then versions.call_duration_minutes end as call_minutes,
        coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
        coalesce(categories.department, 'Unknown') as department
    from moments
    inner join fact_interactions_history as versions
        on is_valid_in(moments.as_of_month, versions.valid_from_month, versions.valid_to_month)
    left join dim_contact_centers_history as centers
        on
            versions.contact_center_id = centers.contact_center_id
            and is_valid_in(moments.as_of_month, centers.valid_from_month, centers.valid_to_month)
    left join dim_service_categories_history as categories
        on
            versions.category_id = categories.category_id
            and is_valid_in(
                moments.as_of_month, categories.valid_from_month, categories.valid_to_month
            )
),

moved as (
    select
        changed_in_month,
        interaction_id,
        month,
        is_call,
        call_minutes,
        contact_center_name,
        department
    from placed
    group by
        changed_in_month,
        interaction_id,
        month,
        is_call,
        call_minutes,
        contact_center_name,
        department
    having count(*) = 1
)

select
    changed_in_month,
    month,
    contact_center_name,
    department,
    count(distinct interaction_id) as interactions_changed
from moved
group by changed_in_month, month, contact_center_name, department
