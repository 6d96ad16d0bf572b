-- The rows without a fault, in the order of the file, written as the typed reader wants them.
copy (
    select
        {% for column, text in cells %}
        {{ text }}{% if text != column %} as {{ column | identifier }}{% endif %}{% if not loop.last %},{% endif +%}
        {% endfor %}
    from raw
    where line not in (select faults.line from faults)
    order by line
) to {{ path | literal }} (format csv, header true, delimiter ',', quote '"', escape '"')
