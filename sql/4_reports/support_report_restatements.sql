-- One row per row of the report that a later month changed, and month that changed it: what the
-- report said before, what it says since, and how many interactions caused it. An interaction
-- does so when it came late, was updated or was deleted, and when its center or department has
-- another name. The rows that a month's own file makes are new, and no restatement.
create or replace view support_report_restatements as
with
before as (
    select
        steps.since_month,
        reports.*
    from applied_steps() as steps
    inner join support_report_history as reports
        on steps.month_before = reports.as_of_month
),

after as (
    select
        steps.since_month,
        steps.month_before,
        reports.*
    from applied_steps() as steps
    inner join support_report_history as reports
        on steps.since_month = reports.as_of_month
),

restated as (
    select
        coalesce(before.since_month, after.since_month) as since_month,
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
            before.since_month = after.since_month
            and before.month = after.month
            and before.contact_center_name = after.contact_center_name
            and before.department = after.department
    where
        before.month is not null
        or after.month <= month_of_file(after.month_before)
        or after.month = 'Unknown'
)

select
    restated.*,
    coalesce(causes.interactions_changed, 0) as interactions_changed
from restated
left join support_report_causes as causes
    on
        restated.since_month = causes.since_month
        and restated.month = causes.month
        and restated.contact_center_name = causes.contact_center_name
        and restated.department = causes.department
where
    restated.total_interactions_before <> restated.total_interactions_after
    or restated.total_calls_before <> restated.total_calls_after
    or restated.total_call_duration_before <> restated.total_call_duration_after
order by all;

comment on view support_report_restatements is
'One row per row of the report that a later month changed, and that month: before and after.';
comment on column support_report_restatements.since_month is
'The month (YYYYMM) whose files changed the row.';
comment on column support_report_restatements.interactions_changed is
'Interactions that came into the row, left it, or count otherwise in it.';
{% for column in ('month', 'contact_center_name', 'department') %}
comment on column support_report_restatements.{{ column | identifier }} is
'As in support_report.';
{% endfor %}
{% for column in ('total_interactions', 'total_calls', 'total_call_duration') %}
comment on column support_report_restatements.{{ (column ~ '_before') | identifier }} is
'The figure before; 0 where the row is new.';
comment on column support_report_restatements.{{ (column ~ '_after') | identifier }} is
'The figure since; 0 where the row is gone.';
{% endfor %}
