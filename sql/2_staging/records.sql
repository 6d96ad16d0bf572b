-- Splits the lines of a file into records, in a table so that a file is read once: position, cells
-- as text, the fault in its shape if any (a kind of `kinds.csv`), and whether a quick check found
-- it valid. Most lines are bare: they contain only printable ASCII without blanks and quotes, so
-- that nothing needs to be trimmed or examined.
create or replace temp table records as
with
ended as (
    select
        {{ place }},
        case
            when ends_with(value, chr(13)) then regexp_replace(value, '\r$', '')
            else coalesce(value, '')
        end as text
    from {{ lines }}
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
        {{ place }},
        is_bare,
        is_blank,
        text,
        array_length(cells) as fields,
        {% for column, position in places.items() %}
        content(cells[{{ position | number }}], is_bare) as {{ column }},
        {% endfor %}
        case
            when
                is_bare
                and array_length(cells) = {{ field_count | number }}
                and strlen(text) <= {{ most_bytes | number }}
                then null
            {% if has_blocks %}
            when not is_valid_utf8(text) then 'not_utf8'
            when contains(text, chr(0)) then 'nul_byte'
            {% endif %}
            when strlen(text) > {{ most_bytes | number }} then 'row_too_long'
            when (length(text) - length(replace(text, '"', ''))) % 2 = 1 then 'unclosed_quote'
            when
                has_quotes
                and length(array_to_string(cells, ',')) <> length(text)
                and contains(text, chr(10))
                then 'unclosed_quote'
            when has_quotes and length(array_to_string(cells, ',')) <> length(text)
                then 'stray_quote'
            when not has_quotes and contains(text, chr(13)) then 'stray_carriage_return'
            when array_length(cells) <> {{ field_count | number }} then 'wrong_field_count'
        end as kind
    from split
),

judged as (
    select
        *,
        (
            kind is null
            -- other text may contain invisible characters
            and (is_bare or strlen(text) = length(text))
            and fault_of_key({{ table.key }}, '{{ table.key }}') is null
            {% if is_delta %}
            and is_action(action)
            {% endif %}
            {% for column, rule in table.rules.items() %}
            {% if rule == 'time' %}
            and is_plain_instant({{ column }})
            {% elif rule == 'day' %}
            and fault_of_day({{ column }}) is null
            {% else %}
            and is_plain_number({{ column }})
            {% endif %}
            {% endfor %}
        ) as is_plain
    from named
)

select
    {{ place }},
    is_blank,
    coalesce(is_plain, false) as is_plain,
    kind,
    case kind
        when 'wrong_field_count'
            then '{{ field_count | number }} fields, found ' || fields
        when 'row_too_long' then {{ most_bytes_shown | literal }}
    end as detail,
    case
        when not coalesce(is_plain, false){% if has_blocks %} and is_valid_utf8(text){% endif %}

            then text
    end as raw_text,
    {% for column in places %}
    {{ column }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from judged
