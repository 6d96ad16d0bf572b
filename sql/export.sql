-- A table or view as a file, its rows in one order whatever made them. In text a decimal reads
-- like 14.0: as a double, which holds its twelve digits exactly. In CSV a text that a
-- spreadsheet would run as a formula gets an apostrophe before it; one that has it, another.
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
