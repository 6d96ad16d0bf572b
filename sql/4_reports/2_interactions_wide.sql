-- One row per live interaction with all that reports ask of it, names beside the ids: the one view
-- to start from. What refers to a missing or deleted row reads Unknown.
{% set start_local = 'interaction_start_' ~ zone_label %}
create or replace view interactions_wide as
select
    fact.interaction_id,
    fact.month,
    fact.channel,
    fact.is_call,
    coalesce(centers.contact_center_name, 'Unknown') as contact_center_name,
    coalesce(centers.location, 'Unknown') as location,
    coalesce(categories.department, 'Unknown') as department,
    coalesce(categories.category_name, 'Unknown') as category_name,
    coalesce(agents.full_name, 'Unknown') as agent_name,
    fact.contact_center_id,
    fact.category_id,
    fact.agent_id,
    agents.hire_date as agent_hire_date,
    fact.call_duration_minutes,
    fact.minutes_to_resolution,
    fact.minutes_after_resolution,
    fact.satisfaction_rating,
    weekday_of(fact.{{ start_local | identifier }}) as weekday,
    cast(hour(fact.{{ start_local | identifier }}) as integer) as start_hour,
    is_business_hour(
        weekday_of(fact.{{ start_local | identifier }}), hour(fact.{{ start_local | identifier }})
    ) as is_business_hours,
    fact.month_start,
    {% for time in local_times %}
    fact.{{ (time ~ '_' ~ zone_label) | identifier }},
    {% endfor %}
    centers.contact_center_id is not null as has_known_contact_center,
    categories.category_id is not null as has_known_category,
    agents.agent_id is not null as has_known_agent,
    fact.valid_from_month
from fact_interactions as fact
left join dim_contact_centers as centers
    on fact.contact_center_id = centers.contact_center_id
left join dim_service_categories as categories
    on fact.category_id = categories.category_id
left join dim_agents as agents
    on fact.agent_id = agents.agent_id;

comment on view interactions_wide is
'One row per live interaction, joined to everything: the view to start from.';
{% for column in (
    'interaction_id', 'month', 'channel', 'is_call', 'agent_id', 'call_duration_minutes',
    'contact_center_id', 'category_id', 'month_start', 'minutes_to_resolution', 'minutes_after_resolution', 'satisfaction_rating', 'valid_from_month',
) %}
comment on column interactions_wide.{{ column | identifier }} is 'As in fact_interactions.';
{% endfor %}
comment on column interactions_wide.contact_center_name is
'Contact center that took it; Unknown where it is not there.';
comment on column interactions_wide.location is 'City and state of that center.';
comment on column interactions_wide.department is
'Department of its service category; Unknown where it is not there.';
comment on column interactions_wide.category_name is
'What the member asked about; Unknown where it is not there.';
comment on column interactions_wide.agent_name is
'Name of the agent; Unknown where the agent is not there.';
comment on column interactions_wide.agent_hire_date is 'Day the agent was hired.';
comment on column interactions_wide.weekday is
'Local day of the week it started on: 1 for Monday, 7 for Sunday.';
comment on column interactions_wide.start_hour is 'Local hour it started in, 0 to 23.';
comment on column interactions_wide.is_business_hours is
'True from Monday to Friday, 9:00 to 17:00 local; null without a start.';
{% for time in local_times %}
comment on column interactions_wide.{{ (time ~ '_' ~ zone_label) | identifier }} is
'As in fact_interactions.';
{% endfor %}
comment on column interactions_wide.has_known_contact_center is
'False where its center was deleted or never came.';
comment on column interactions_wide.has_known_category is
'False where its category was deleted or never came.';
comment on column interactions_wide.has_known_agent is
'False where its agent was deleted or never came.';
