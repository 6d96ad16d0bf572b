-- One row per row of a file `service_categories`: cells trimmed, nothing else.
create or replace temp view stg_service_categories as
select
    trimmed(category_id) as category_id,
    {% if is_delta %}
    lower(trimmed(action)) as action,
    {% endif %}
    trimmed(category_name) as category_name,
    trimmed(department) as department
from
    {{ source | indented(4) }}
