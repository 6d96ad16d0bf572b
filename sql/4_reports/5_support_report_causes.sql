-- One row per applied month and row of the report that it changed: how many interactions came
-- into the row, left it, or count otherwise in it: as a call or not, or with other minutes. Each
-- interaction is set into its row as it was before the month and as it is after; what is there
-- twice has stayed.
create or replace view support_report_causes as
with
moments as (
    select
        since_month,
        unnest([month_before, since_month]) as as_of_month
    from applied_steps()
),

placed as (
    select
        moments.since_month,
        versions.interaction_id,
        month_name(versions.month_start) as month,
        coalesce(versions.channel = 'phone', false) as is_call,
        case
            when versions.channel = 'phone' then versions.call_duration_minutes
        end as call_minutes,
        coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
        coalesce(categories.department, 'Unknown') as department
    from moments
    inner join fact_interactions_history as versions
        on
            moments.as_of_month >= versions.valid_from_month
            and moments.as_of_month < coalesce(versions.valid_to_month, 999999)
    left join dim_contact_centers_history as centers
        on
            versions.contact_center_id = centers.contact_center_id
            and moments.as_of_month >= centers.valid_from_month
            and moments.as_of_month < coalesce(centers.valid_to_month, 999999)
    left join dim_service_categories_history as categories
        on
            versions.category_id = categories.category_id
            and moments.as_of_month >= categories.valid_from_month
            and moments.as_of_month < coalesce(categories.valid_to_month, 999999)
),

moved as (
    select *
    from placed
    group by all
    having count(*) = 1
)

select
    since_month,
    month,
    contact_center_name,
    department,
    count(distinct interaction_id) as interactions_changed
from moved
group by since_month, month, contact_center_name, department;

comment on view support_report_causes is
'One row per applied month and row of the report that it changed: by how many interactions.';
comment on column support_report_causes.since_month is
'The month (YYYYMM) whose files changed the row.';
comment on column support_report_causes.month is 'As in support_report.';
comment on column support_report_causes.contact_center_name is 'As in support_report.';
comment on column support_report_causes.department is 'As in support_report.';
comment on column support_report_causes.interactions_changed is
'Interactions that came into the row, left it, or count otherwise in it.';
