-- The lines of a file as records, written down so that what was read once stays what it is: where
-- each stands, its cells, what is wrong with its shape, and whether it is as it should be at first
-- sight. `block_start` and `row_id` together are the order of the file. Most lines are bare: what
-- is printed in ASCII, without blanks and quotes, has nothing to be trimmed or to be looked for.
create or replace temp table records as
with
ended as (
    select
        block_start,
        row_id,
        case
            when ends_with(value, chr(13)) then regexp_replace(value, '\r$', '')
            else coalesce(value, '')
        end as text
    from lines
),

looked_at as (
    select
        *,
        regexp_full_match(text, '[!#-~]*') as is_bare
    from ended
),

split as (
    select
        *,
        contains(text, '"') as has_quotes,
        case
            when contains(text, '"')
                then regexp_extract_all(
                    text || ',',
                    '([ \t]*"[^"]*(?:""[^"]*)*"[ \t]*|[^",\r\n]*),', 1
                )
            else string_split(text, ',')
        end as cells,
        case
            when is_bare then replace(text, ',', '') = ''
            else trim(replace(replace(text, ',', ''), '"', ''), {{ blanks | literal }}) = ''
        end as is_blank
    from looked_at
),

named as (
    select
        block_start,
        row_id,
        is_bare,
        is_blank,
        text,
        {% for column in columns %}
        content(cells[{{ places[column] | number }}], is_bare) as {{ column }},
        {% endfor %}
        case
            when
                is_bare
                and array_length(cells) = {{ header | length | number }}
                and strlen(text) <= {{ most_bytes | number }}
                then null
            when not is_valid_utf8(text) then 'a byte that is not UTF-8; save the file as UTF-8'
            when contains(text, chr(0)) then 'a NUL byte; this is not text'
            when strlen(text) > {{ most_bytes | number }}
                then 'a row of more than {{ most_bytes | number }} bytes'
            when (length(text) - length(replace(text, '"', ''))) % 2 = 1
                then 'a quote that is never closed'
            when has_quotes and length(array_to_string(cells, ',')) <> length(text)
                then 'a quote in the middle of a cell'
            when not has_quotes and contains(text, chr(13))
                then 'a carriage return in the middle of the row'
            when array_length(cells) <> {{ header | length | number }}
                then array_length(cells) || ' cells, and the header has {{ header | length | number }}'
        end as shape
    from split
),

judged as (
    select
        *,
        (
            shape is null
            -- else it may hold what is not to be seen
            and (is_bare or strlen(text) = length(text))
            {% for column, type in types.items() %}
            {% if column == table.key %}
            and fault_of_key({{ column }}, '{{ column }}') is null
            {% elif column == 'action' %}
            and is_action({{ column }})
            {% elif type == 'timestamp' %}
            and is_plain_instant({{ column }})
            {% elif type == 'date' %}
            and is_day({{ column }})
            {% elif type.startswith('decimal') %}
            and is_plain_number({{ column }})
            {% endif %}
            {% endfor %}
        ) as is_plain
    from named
)

select
    block_start,
    row_id,
    is_blank,
    coalesce(is_plain, false) as is_plain,
    shape,
    case when not coalesce(is_plain, false) and is_valid_utf8(text) then text end as raw_text,
    {% for column in columns %}
    {% if types.get(column, '').startswith('decimal') %}
    without_exponent({{ column }}) as {{ column }}{% if not loop.last %},{% endif +%}
    {% else %}
    {{ column }}{% if not loop.last %},{% endif +%}
    {% endif %}
    {% endfor %}
from judged
