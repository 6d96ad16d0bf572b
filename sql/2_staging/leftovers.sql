-- The lines of a file that need examination: those that the typed reader did not accept, and those
-- with the key of a row in `suspects`. The latter may include valid rows.
{% if has_suspects %}
set preserve_insertion_order = true; -- `row_number` depends on it

{% endif %}
create or replace temp table lines as
select distinct
    line,
    trim(csv_line, chr(13) || chr(10)) as value -- with CRLF, a line begins with a line feed
from reject_errors
{% if has_suspects %}
union
select
    line,
    value
from (
    -- `in` is a column here: as a condition it would become a join that keeps all lines in memory.
    select
        row_number() over () as line,
        value,
        {% if key_place == 1 %}
        left(value, instr(value, ',') - 1) in (
        {% else %}
        split_part(value, ',', {{ key_place | number }}) in (
        {% endif %}
            select coalesce(suspects.key, '')
            from suspects
            union
            select '"' || suspects.key || '"'
            from suspects
            where suspects.key is not null
        ) as is_suspect
    from
        {{ lines_source | indented(8) }}
) as numbered
where is_suspect and line > 1
{% endif %}
order by line;
