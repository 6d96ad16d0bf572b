-- One row per good row of a file `service_categories`: cells trimmed and typed, nothing else.
create or replace temp view stg_service_categories as
select
    trimmed(category_id) as category_id,
    trimmed(category_name) as category_name,
    trimmed(department) as department,
    {% if is_delta %}
    lower(trim("action")) as "action",
    {% endif %}
from {{ source }}
where
    is_key(category_id, 'category_id')
    {% if is_delta %}
    and is_action("action")
    {% endif %}
