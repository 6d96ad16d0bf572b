-- Implausible valid cells in a file that is read line by line: one row per kind, with the first
-- line. Runs after `time_notices.sql`.
{% if is_first %}
create or replace temp table cell_notices as
{% else %}
insert into cell_notices
{% endif %}
with
keys as (
    select
        line,
        unnest([
            {% for column in table.keys %}
            {{ column }}{% if not loop.last %},{% endif +%}
            {% endfor %}
        ]) as key
    from valid_cells
    where strlen(raw_text) <> length(raw_text)
),

hidden as (
    select
        line,
        key,
        regexp_extract(key, '\p{Cf}') as letter
    from keys
    where regexp_matches(key, '\p{Cf}')
),

{% if not has_blocks %}
in_parts as (
    select
        line,
        unnest(list_filter(
            [
                {% for column in columns %}
                {{ column }}{% if not loop.last %},{% endif +%}
                {% endfor %}
            ],
            lambda cell: strlen(cell) <> length(cell) and not contains(raw_text, cell)
        )) as cell
    from valid_cells
    where composed(raw_text) <> raw_text
),

{% endif %}
found as (
    {% if table.times %}
    select *
    from time_notices
    union all
    {% endif %}
    {% if has_action_column %}
    select
        'marked_rows_of_an_initial_file' as kind,
        count(*) as occurrences,
        min(line) as first_line,
        min_by({{ table.key }}, line) as example
    from valid_cells
    where is_delete(action)
    union all
    {% endif %}
    {% if not has_blocks %}
    select
        'text_not_composed' as kind,
        count(*) as occurrences,
        min(line) as first_line,
        min_by(cell, line) as example
    from in_parts
    union all
    {% endif %}
    select
        'invisible_characters_in_keys' as kind,
        count(*) as occurrences,
        min(line) as first_line,
        min_by(printf('U+%04X', unicode(letter)) || ' in ' || key, line) as example
    from hidden
)

select *
from found
where occurrences > 0;
