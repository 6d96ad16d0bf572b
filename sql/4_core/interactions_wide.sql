-- One row per live interaction with all columns that reports need, and names beside the ids: the
-- view to start from. References to a missing or deleted row read Unknown.
select
    fact.interaction_id,
    fact.month,
    fact.channel,
    fact.is_call,
    fact.is_abandoned,
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
    fact.call_minutes,
    case when fact.is_call and not fact.is_abandoned then fact.minutes_to_resolution end
        as handle_minutes,
    fact.minutes_to_resolution,
    fact.minutes_after_resolution,
    fact.satisfaction_rating,
    rating_in_scale(fact.satisfaction_rating) as rating,
    weekday_of(fact.interaction_start_local) as weekday,
    cast(hour(fact.interaction_start_local) as integer) as start_hour,
    is_business_hour(
        weekday_of(fact.interaction_start_local),
        hour(fact.interaction_start_local),
        minute(fact.interaction_start_local),
        coalesce(own_hours.open_quarters, all_hours.open_quarters)
    ) as is_business_hours,
    fact.month_start,
    fact.start_date,
    fact.timestamp_utc,
    fact.interaction_start_utc,
    fact.agent_resolution_timestamp_utc,
    fact.interaction_end_utc,
    fact.timestamp_local,
    fact.interaction_start_local,
    fact.agent_resolution_timestamp_local,
    fact.interaction_end_local,
    centers.contact_center_id is not null as has_contact_center,
    categories.category_id is not null as has_category,
    agents.agent_id is not null as has_agent,
    fact.valid_from_month
from fact_interactions as fact
left join dim_contact_centers as centers
    on fact.contact_center_id = centers.contact_center_id
left join dim_service_categories as categories
    on fact.category_id = categories.category_id
left join dim_agents as agents
    on fact.agent_id = agents.agent_id
left join settings.open_hours as own_hours
    on fact.contact_center_id = own_hours.contact_center_id and fact.start_date = own_hours.date
left join settings.open_hours as all_hours
    on all_hours.contact_center_id = '*' and fact.start_date = all_hours.date
