-- One row per cell of a file `service_categories` that cannot be loaded: its line, column, text and reason.
-- Only for a file that the reader does not take as it is: `raw_service_categories` has its cells as text.
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
        ], recursive := true)
    from raw_service_categories
)

select *
from cells
where reason is not null
