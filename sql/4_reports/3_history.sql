-- One row per version of a row of each table, those of today among them: a slowly changing
-- dimension of type 2. A version stood from its month until the month before valid_to_month.
{% for table in relations %}
create or replace view {{ (table.relation ~ '_history') | identifier }} as
select
    {% for column in table.stored %}
    {{ column | identifier }},
    {% endfor %}
    cast(null as integer) as valid_to_month,
    cast(null as varchar) as superseded_by,
    true as is_current
from {{ table.target | qualified }}
union all
select
    {% for column in table.stored %}
    {{ column | identifier }},
    {% endfor %}
    valid_to_month,
    superseded_by,
    false as is_current
from history.{{ table.name | identifier }};

comment on view {{ (table.relation ~ '_history') | identifier }} is
'One row per version of a row, from when to when it stood (slowly changing dimension, type 2).';
{% for column in table.stored %}
comment on column {{ (table.relation ~ '_history') | identifier }}.{{ column | identifier }} is
{{ ('As in ' ~ table.relation ~ '.') | literal }};
{% endfor %}
comment on column {{ (table.relation ~ '_history') | identifier }}.valid_to_month is
'The month (YYYYMM) that replaced this version; null for that of today.';
comment on column {{ (table.relation ~ '_history') | identifier }}.superseded_by is
'The file that replaced this version; null for that of today.';
comment on column {{ (table.relation ~ '_history') | identifier }}.is_current is
'True for the version of today.';
{% if not loop.last %}

{% endif %}
{% endfor %}
