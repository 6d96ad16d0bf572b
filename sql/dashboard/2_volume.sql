-- Interactions per month and contact center; beyond the seven largest centers, together.
with
sizes as (
    select
        contact_center_name,
        row_number() over (order by sum(total_interactions) desc, contact_center_name) as position
    from support_report
    group by contact_center_name
)

select
    report.month,
    case
        when sizes.position <= 7 then report.contact_center_name
        else 'all others'
    end as contact_center,
    least(sizes.position, 8) as position,
    cast(sum(report.total_interactions) as bigint) as interactions
from support_report as report
inner join sizes
    on report.contact_center_name = sizes.contact_center_name
group by all
order by report.month, position
