-- One row per month, contact center, and inside or outside of business hours (`0_rules`).
create or replace view interactions_by_business_hours as
select
    month,
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
group by month, contact_center_name, is_business_hours
order by month, contact_center_name, business_hours;

comment on view interactions_by_business_hours is
'One row per month, contact center, and inside or outside of business hours.';
comment on column interactions_by_business_hours.month is
'Local month (YYYY-MM) in which the interactions started.';
comment on column interactions_by_business_hours.contact_center_name is
'Contact center that took them; Unknown where it is not there.';
comment on column interactions_by_business_hours.business_hours is
'inside from Monday to Friday, 9:00 to 17:00 local, else outside; Unknown without a start.';
comment on column interactions_by_business_hours.total_interactions is 'Number of interactions.';
comment on column interactions_by_business_hours.total_calls is
'Number of those that came by phone.';
comment on column interactions_by_business_hours.total_call_duration is
'Minutes of those calls; 0 where there are none.';
