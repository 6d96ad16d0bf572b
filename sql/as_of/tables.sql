-- A warehouse as it was after a month, in a database of its own that is kept nowhere: each table is
-- a view on the rows that were there then. The reports are made on these as they are on the
-- tables, and so say what they said then.
create schema ops;
create schema history;
{% for table in relations %}

create view {{ table.target | qualified }} as
select
    {% for column in table.stored %}
    {{ column | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from warehouse.{{ table.path | qualified }}
where valid_from_month <= {{ month | number }}
union all
select
    {% for column in table.stored %}
    {{ column | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from warehouse.history.{{ table.name | identifier }}
where
    valid_from_month <= {{ month | number }}
    and valid_to_month > {{ month | number }};

create view history.{{ table.name | identifier }} as
select *
from warehouse.history.{{ table.name | identifier }}
where valid_to_month <= {{ month | number }};
{% endfor %}
{% for name in ('processed_files', 'rejected_rows') %}

create view ops.{{ name | identifier }} as
select *
from warehouse.ops.{{ name | identifier }}
where month <= {{ month | number }};
{% endfor %}

create view ops.warehouse as
select *
from warehouse.ops.warehouse;
