-- One row per applied month and row of the report as it stood after that month: every report
-- that was ever sent, one below the other. Versions are counted by id and by how long they stood,
-- then set beside the months, then named with the names of the time.
create or replace view support_report_history as
with
applied as (
    select distinct month as as_of_month
    from ops.processed_files
),

counted as (
    select
        month_start,
        contact_center_id,
        category_id,
        valid_from_month,
        coalesce(valid_to_month, 999999) as valid_to_month,
        count(*) as interactions,
        count(*) filter (where channel = 'phone') as calls,
        sum(call_duration_minutes) filter (where channel = 'phone') as call_minutes
    from fact_interactions_history
    group by all
),

centers as (
    select
        applied.as_of_month,
        versions.contact_center_id,
        versions.contact_center_name
    from applied
    inner join dim_contact_centers_history as versions
        on
            applied.as_of_month >= versions.valid_from_month
            and applied.as_of_month < coalesce(versions.valid_to_month, 999999)
),

categories as (
    select
        applied.as_of_month,
        versions.category_id,
        versions.department
    from applied
    inner join dim_service_categories_history as versions
        on
            applied.as_of_month >= versions.valid_from_month
            and applied.as_of_month < coalesce(versions.valid_to_month, 999999)
)

select
    applied.as_of_month,
    month_name(counted.month_start) as month,
    coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
    coalesce(categories.department, 'Unknown') as department,
    cast(sum(counted.interactions) as bigint) as total_interactions,
    cast(sum(counted.calls) as bigint) as total_calls,
    cast(coalesce(sum(counted.call_minutes), 0) as double) as total_call_duration
from applied
inner join counted
    on
        applied.as_of_month >= counted.valid_from_month
        and applied.as_of_month < counted.valid_to_month
left join centers
    on
        applied.as_of_month = centers.as_of_month
        and counted.contact_center_id = centers.contact_center_id
left join categories
    on
        applied.as_of_month = categories.as_of_month
        and counted.category_id = categories.category_id
group by all
order by 1, 2, 3, 4;

comment on view support_report_history is
'One row per applied month and row of the report as it stood after it.';
comment on column support_report_history.as_of_month is
'The last month (YYYYMM) that had been applied.';
{% for column in (
    'month', 'contact_center_name', 'department',
    'total_interactions', 'total_calls', 'total_call_duration',
) %}
comment on column support_report_history.{{ column | identifier }} is 'As in support_report.';
{% endfor %}
