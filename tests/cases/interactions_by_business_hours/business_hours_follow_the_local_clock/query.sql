select
    'row' as grain,
    interaction_id as month,
    cast(weekday as varchar) as contact_center_name,
    cast(is_business_hours as varchar) as business_hours,
    start_hour as total_interactions,
    cast(null as bigint) as total_calls,
    cast(null as double) as total_call_duration
from interactions_wide
union all
select
    'view',
    * exclude (month_start)
from interactions_by_business_hours
order by all
