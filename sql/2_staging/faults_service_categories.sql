-- One row per cell of a file `service_categories` that cannot be loaded. Only for a file that the
-- reader does not take as it is: `raw_service_categories` has its cells as text.
create or replace temp view faults_service_categories as
with
cells as (
    select
        line,
        unnest([
            {% if is_delta %}
            judged('action', action, fault_of_action(action)),
            {% endif %}
            judged('category_id', category_id, fault_of_key(category_id, 'category_id'))
        ]) as judged
    from raw_service_categories
)

select
    cells.line,
    cells.judged.column_name,
    cells.judged.cell,
    cells.judged.reason
from cells
where cells.judged.reason is not null
