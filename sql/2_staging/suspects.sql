-- Rows that the typed reader accepted but a rule rejects. Most files have none.
create or replace temp table suspects as
select
    {{ table.key }} as key,
    rowid as target_rowid
from {{ target }}
where
    not is_key({{ table.key }}, '{{ table.key }}')
    {% if is_delta %}
    or not is_action(action)
    {% endif %}
    {% for column, rule in table.rules.items() if rule in typed_rules %}
    or (
        not {{ typed_rules[rule] }}({{ table.stored_name(column) }})
        {% if is_delta %}
        and not is_delete(action)
        {% endif %}
    )
    {% endfor %}
