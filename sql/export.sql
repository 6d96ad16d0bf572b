-- Writes a table or view to a file, with the rows in a fixed order. In text formats, a decimal is
-- written as a double, such as 14.0; a double represents its twelve digits exactly. In CSV, text
-- that a spreadsheet would run as a formula is prefixed with an apostrophe, and text that already
-- has one gets another.
copy (
    select
        {% for column, header, type in columns %}
        {% if format != 'parquet' and type.startswith('decimal') %}
        cast(source.{{ column }} as double) as {{ header }}{% if not loop.last %},{% endif +%}
        {% elif format == 'csv' and type == 'varchar' and not is_raw %}
        case
            when regexp_matches(source.{{ column }}, {{ formula | literal }})
                then '''' || source.{{ column }}
            else source.{{ column }}
        end as {{ header }}{% if not loop.last %},{% endif +%}
        {% else %}
        source.{{ column }}{% if header != column %} as {{ header }}{% endif %}{% if not loop.last %},{% endif +%}
        {% endif %}
        {% endfor %}
    from {{ source }} as source
    order by
        {% for column, header, type in columns %}
        source.{{ column }}{% if not loop.last %},{% endif +%}
        {% endfor %}
) to {{ path | literal }} (
    {% if format == 'csv' %}
    format csv, header true, delimiter ',', quote '"', escape '"'{% if is_excel %}, new_line '\r\n'{% endif +%}
    {% elif format == 'json' %}
    format json, array true
    {% else %}
    format parquet, compression zstd
    {% endif %}
)
