-- One row per cell of a file `contact_centers` that cannot be loaded. Only for a file that the
-- reader does not take as it is: `raw_contact_centers` has its cells as text.
create or replace temp view faults_contact_centers as
with
cells as (
    select
        line,
        unnest([
            {% if is_delta %}
            judged('action', action, fault_of_action(action)),
            {% endif %}
            judged(
                'contact_center_id',
                contact_center_id,
                fault_of_key(contact_center_id, 'contact_center_id')
            )
        ]) as judged
    from raw_contact_centers
)

select
    cells.line,
    cells.judged.column_name,
    cells.judged.cell,
    cells.judged.reason
from cells
where cells.judged.reason is not null
