-- One row per cell of a file `contact_centers` that cannot be loaded: its line, column, text and reason.
-- Only for a file that the reader does not take as it is: `raw_contact_centers` has its cells as text.
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
        ], recursive := true)
    from raw_contact_centers
)

select *
from cells
where reason is not null
