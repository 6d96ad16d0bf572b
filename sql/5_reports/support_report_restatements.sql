-- Restatements: one row per row of the report and later month that changed it, with the values
-- before and after and the number of interactions that caused the change: interactions that arrived
-- late, were updated or deleted, or whose contact center or department was renamed. New rows of a
-- month's own file are not restatements.
with
before as (
    select
        steps.changed_in_month,
        reports.*
    from load_steps as steps
    inner join support_report_history as reports
        on steps.month_before = reports.as_of_month
),

after as (
    select
        steps.changed_in_month,
        steps.month_before,
        reports.*
    from load_steps as steps
    inner join support_report_history as reports
        on steps.changed_in_month = reports.as_of_month
),

restated as (
    select
        coalesce(before.changed_in_month, after.changed_in_month) as changed_in_month,
        coalesce(before.month, after.month) as month,
        coalesce(before.contact_center_name, after.contact_center_name) as contact_center_name,
        coalesce(before.department, after.department) as department,
        coalesce(before.total_interactions, 0) as total_interactions_before,
        coalesce(after.total_interactions, 0) as total_interactions_after,
        coalesce(before.total_calls, 0) as total_calls_before,
        coalesce(after.total_calls, 0) as total_calls_after,
        coalesce(before.total_call_duration, 0) as total_call_duration_before,
        coalesce(after.total_call_duration, 0) as total_call_duration_after
    from before
    full join after
        on
            before.changed_in_month = after.changed_in_month
            and before.month = after.month
            and before.contact_center_name = after.contact_center_name
            and before.department = after.department
    where
        before.month is not null
        or after.month <= month_of_file(after.month_before)
        or after.month = 'Unknown'
),

counted as (
    select
        changed_in_month,
        month,
        contact_center_name,
        department,
        cast(sum(interactions_changed) as bigint) as interactions_changed
    from support_report_causes
    group by changed_in_month, month, contact_center_name, department
)

select
    restated.changed_in_month,
    restated.month,
    start_of_month(restated.month) as month_start,
    restated.contact_center_name,
    restated.department,
    restated.total_interactions_before,
    restated.total_interactions_after,
    restated.total_calls_before,
    restated.total_calls_after,
    restated.total_call_duration_before,
    restated.total_call_duration_after,
    coalesce(counted.interactions_changed, 0) as interactions_changed
from restated
left join counted
    on
        restated.changed_in_month = counted.changed_in_month
        and restated.month = counted.month
        and restated.contact_center_name = counted.contact_center_name
        and restated.department = counted.department
where
    restated.total_interactions_before <> restated.total_interactions_after
    or restated.total_calls_before <> restated.total_calls_after
    or restated.total_call_duration_before <> restated.total_call_duration_after
order by
    restated.changed_in_month, restated.month, restated.contact_center_name, restated.department
