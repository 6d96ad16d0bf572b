-- What is wrong with a file that the reader does not take as it is, and which of its rows can be
-- loaded. The order of the rows is that of the file: `line` keeps it.

-- 1. One row per cell that cannot be loaded, and per row whose key an initial file has already.
create or replace temp table quarantined_{{ table.name }} as
{% if not is_delta %}
with
repeated_keys as (
    select
        line,
        '{{ table.key }}' as column_name,
        {{ table.key }} as cell,
        'the key is there already, on line '
        || min(line) over (partition by {{ table.key }}) as reason
    from raw_{{ table.name }}
    where fault_of_key({{ table.key }}, '{{ table.key }}') is null
    qualify line > min(line) over (partition by {{ table.key }})
)

{% endif %}
select
    line,
    column_name,
    cell,
    reason,
    false as is_fatal
from faults_{{ table.name }}
{% if not is_delta %}
union all
select
    line,
    column_name,
    cell,
    reason,
    true as is_fatal
from repeated_keys
{% endif %}
order by line, column_name;

-- 2. The rows without a fault, for staging to read.
create or replace temp view good_{{ table.name }} as
select *
from raw_{{ table.name }}
where line not in (select quarantined_{{ table.name }}.line from quarantined_{{ table.name }})
order by line;

-- 3. What is to be told.
select
    line,
    column_name,
    cell,
    reason,
    is_fatal
from quarantined_{{ table.name }}
order by line, column_name
limit $most;
