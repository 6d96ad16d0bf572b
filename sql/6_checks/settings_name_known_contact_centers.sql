-- A contact center in the settings that the warehouse does not have: its targets and hours are of
-- nobody.
with
named as (
    select
        'settings/targets.csv' as file_name,
        contact_center_id
    from settings.targets
    union all
    select
        'settings/business_hours.csv' as file_name,
        contact_center_id
    from settings.business_hours
)

select
    named.file_name,
    'rows name a contact_center_id that does not exist' as what,
    count(*) as occurrences,
    min(named.contact_center_id) as example,
    'is it mistyped?' as advice
from named
left join core.contact_centers as centers
    on named.contact_center_id = centers.contact_center_id
where named.contact_center_id <> '*' and centers.contact_center_id is null
group by named.file_name
order by named.file_name
