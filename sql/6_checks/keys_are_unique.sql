-- Keys that occur more than once. Keys are first grouped by their hashes, which are shorter; only
-- keys with a repeated hash are compared. A build checks all tables after the first month. For
-- later months the merge keeps keys unique and the row counts prove it, so that a build checks only
-- the tables that interactions refer to.
with
{% for table in unique_tables %}
hashes_of_{{ table.name }} as (
    select hash({{ table.key }}) as key_hash
    from core.{{ table.name }}
    group by key_hash
    having count(*) > 1
){% if not loop.last %},{% endif +%}

{% endfor %}
{% for table in unique_tables %}
select
    'core.{{ table.name }}' as relation,
    {{ table.key }} as key,
    count(*) as number_of_rows
from core.{{ table.name }}
where
    hash({{ table.key }}) in (
        select repeated.key_hash
        from hashes_of_{{ table.name }} as repeated
    )
group by {{ table.key }}
having count(*) > 1
{% if not loop.last %}
union all
{% endif %}
{% endfor %}
