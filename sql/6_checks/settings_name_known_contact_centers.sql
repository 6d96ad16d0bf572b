-- Settings for a contact center that does not exist: they apply to nothing.
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
    counted(
        count(*),
        'row refers to a contact_center_id that does not exist',
        'rows refer to a contact_center_id that does not exist'
    ) as what,
    count(*) as occurrences,
    min(named.contact_center_id) as example,
    'Is the key mistyped?' as advice
from named
left join core.contact_centers as centers
    on named.contact_center_id = centers.contact_center_id
where named.contact_center_id <> '*' and centers.contact_center_id is null
group by named.file_name
order by named.file_name
