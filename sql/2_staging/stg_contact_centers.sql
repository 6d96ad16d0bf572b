-- One row per row of a file of `contact_centers`, with trimmed cells.
create or replace temp view stg_contact_centers as
select
    trimmed(contact_center_id) as contact_center_id,
    {% if is_delta %}
    lower(trimmed(action)) as action,
    {% endif %}
    trimmed(contact_center_name) as contact_center_name,
    trimmed(location) as location
from
    {{ source | indented(4) }}
