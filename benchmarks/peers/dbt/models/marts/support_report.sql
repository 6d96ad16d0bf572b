{{ config(materialized='external', location=env_var('BENCH_OUT') ~ '/support_report.csv', format='csv') }}
with counted as (
    select
        date_trunc('month', timezone('America/New_York', timezone('UTC', interaction_start))) as month,
        contact_center_id,
        category_id,
        count(*) as interactions,
        count(*) filter (channel = 'phone') as calls,
        sum(call_duration_minutes) filter (channel = 'phone') as minutes
    from {{ ref('interactions') }}
    group by all
)

select
    strftime(month, '%Y-%m') as month,
    coalesce(contact_center_name, 'Unknown') as contact_center_name,
    coalesce(department, 'Unknown') as department,
    cast(sum(interactions) as bigint) as total_interactions,
    cast(sum(calls) as bigint) as total_calls,
    coalesce(sum(minutes), 0) as total_call_duration
from counted
left join {{ ref('contact_centers') }} using (contact_center_id)
left join {{ ref('service_categories') }} using (category_id)
group by all
order by all
