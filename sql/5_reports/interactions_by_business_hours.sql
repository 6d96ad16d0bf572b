-- One row per month, contact center, and inside or outside business hours (`is_business_hour` in
-- `4_core/rules.sql`).
select
    month,
    month_start,
    contact_center_name,
    case is_business_hours
        when true then 'inside'
        when false then 'outside'
        else 'Unknown'
    end as business_hours,
    count(*) as total_interactions,
    count(*) filter (where is_call) as total_calls,
    cast(
        coalesce(sum(call_duration_minutes) filter (where is_call), 0) as double
    ) as total_call_duration
from interactions_wide
group by month, month_start, contact_center_name, is_business_hours
order by month, contact_center_name, business_hours
