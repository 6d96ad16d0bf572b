-- The lines of a file that are not valid for certain: those that the typed reader did not take, and
-- those with the key of a row in `suspects`, which may be the line of another row as well.
{% if has_suspects %}
set preserve_insertion_order = true; -- which numbers the lines

{% endif %}
create or replace temp table lines as
select distinct
    line,
    trim(csv_line, chr(13) || chr(10)) as value -- with CRLF it begins with a line feed
from reject_errors
{% if has_suspects %}
union
select
    line,
    value
from (
    -- `in` as a column: as a condition it would be a join that keeps all lines in memory
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
