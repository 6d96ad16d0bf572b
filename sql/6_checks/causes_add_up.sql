-- The causes of each restated row of the report add up to the change that the month made to it.
-- run: check
with
signed as (
    select
        steps.changed_in_month,
        reports.month,
        reports.contact_center_name,
        reports.department,
        reports.total_interactions,
        reports.total_calls,
        reports.total_call_duration
    from load_steps as steps
    inner join support_report_history as reports
        on steps.changed_in_month = reports.as_of_month
    union all
    select
        steps.changed_in_month,
        reports.month,
        reports.contact_center_name,
        reports.department,
        -reports.total_interactions as total_interactions,
        -reports.total_calls as total_calls,
        -reports.total_call_duration as total_call_duration
    from load_steps as steps
    inner join support_report_history as reports
        on steps.month_before = reports.as_of_month
    union all
    select
        changed_in_month,
        month,
        contact_center_name,
        department,
        -total_interactions_change as total_interactions,
        -total_calls_change as total_calls,
        -total_call_duration_change as total_call_duration
    from support_report_causes
)

select
    changed_in_month,
    month,
    contact_center_name,
    department,
    cast(sum(total_interactions) as bigint) as interactions_without_cause,
    cast(sum(total_calls) as bigint) as calls_without_cause,
    round(sum(total_call_duration), 2) as minutes_without_cause
from signed
group by changed_in_month, month, contact_center_name, department
having
    sum(total_interactions) <> 0
    or sum(total_calls) <> 0
    or abs(sum(total_call_duration)) >= 0.01
order by changed_in_month, month, contact_center_name, department
