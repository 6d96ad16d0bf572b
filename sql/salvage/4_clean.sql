-- The rows without a fault, in the order of the file, written as the typed reader wants them.
copy (
    select
        {% for column, text in cells %}
        {{ text }} as {{ column | identifier }},
        {% endfor %}
    from raw
    anti join faults using (line)
    order by line
) to {{ path | literal }} (format csv, header true, delimiter ',', quote '"', escape '"')
