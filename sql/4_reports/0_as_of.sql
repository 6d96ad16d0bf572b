-- Each table as it was after a month: `dim_agents_as_of('202502')` has the rows that a warehouse
-- built only up to February has. A row of today that was there then, or a version since replaced.
{% for table in relations %}
create or replace macro {{ (table.target ~ '_as_of') | qualified }}(last_month) as table
select
    {% for column in table.stored %}
    {{ column | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from {{ table.target | qualified }}
where valid_from_month <= last_month
union all
select
    {% for column in table.stored %}
    {{ column | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from history.{{ table.name | identifier }}
where valid_from_month <= last_month and valid_to_month > last_month;
{% if not loop.last %}

{% endif %}
{% endfor %}
