-- One row per month, contact center and department: interactions, calls, and minutes of calls.
-- From the fact with the names of the dimensions; a name that is not there reads Unknown, and
-- no interaction is left out. Counted by id first and named after: the names are few.
-- `support_report_as_of('202502')` is the report as it was after that month.
{% for is_as_of in (false, true) %}
{% if is_as_of %}
create or replace macro support_report_as_of(last_month) as table
{% else %}
create or replace view support_report as
{% endif %}
with
interactions as (
    select *
    {% if is_as_of %}
    from fact_interactions_as_of(last_month)
    {% else %}
    from fact_interactions
    {% endif %}
),

centers as (
    select *
    {% if is_as_of %}
    from dim_contact_centers_as_of(last_month)
    {% else %}
    from dim_contact_centers
    {% endif %}
),

categories as (
    select *
    {% if is_as_of %}
    from dim_service_categories_as_of(last_month)
    {% else %}
    from dim_service_categories
    {% endif %}
),

counted as (
    select
        month_start,
        contact_center_id,
        category_id,
        count(*) as interactions,
        count(*) filter (where channel = 'phone') as calls,
        sum(call_duration_minutes) filter (where channel = 'phone') as call_minutes
    from interactions
    group by all
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
    left join centers
        on counted.contact_center_id = centers.contact_center_id
    left join categories
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
order by month, contact_center_name, department;

{% endfor %}
comment on view support_report is
'One row per month, contact center and department: the monthly report.';
comment on column support_report.month is
'Local month (YYYY-MM) in which the interactions started.';
comment on column support_report.contact_center_name is
'Contact center that took them; Unknown where it is not there.';
comment on column support_report.department is
'Department of their service category; Unknown where it is not there.';
comment on column support_report.total_interactions is 'Number of interactions.';
comment on column support_report.total_calls is 'Number of those that came by phone.';
comment on column support_report.total_call_duration is
'Minutes of those calls, summed exactly; 0 where there are none.';
