-- One row per row of a file of `service_categories`, with trimmed cells.
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
