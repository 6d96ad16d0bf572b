-- One row per cell that cannot be loaded, and per row whose key an initial file has already.
create or replace temp table faults as
with
cell_faults as (
    {% for column, reason in reasons %}
    select
        line,
        {{ column | literal }} as column_name,
        {{ column | identifier }} as cell,
        {{ reason }} as reason,
        false as is_fatal
    from raw
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

repeated_keys as (
    select
        line,
        {{ key | literal }} as column_name,
        {{ key | identifier }} as cell,
        'the key is there already, on line '
        || min(line) over (partition by {{ key | identifier }}) as reason,
        true as is_fatal
    from raw
    where
        fault_of_key({{ key | identifier }}, {{ key | literal }}) is null
        and {{ is_delta | boolean }} is false
    qualify line > min(line) over (partition by {{ key | identifier }})
)

select *
from cell_faults
where reason is not null
union all
select *
from repeated_keys
order by line, column_name
