-- One row per version of {{ table.name | identifier }} that a later month updated or deleted:
-- the columns of {{ table.relation | identifier }}, until when it stood, and the file that ended it.
create table history.{{ table.name | identifier }} (
    {% for column, type in table.stored.items() %}
    {{ column | identifier }} {{ type | type_name }},
    {% endfor %}
    valid_to_month integer,
    superseded_by varchar
);

comment on table history.{{ table.name | identifier }} is
'One row per version that a later month replaced.';
{% for column, type in table.stored.items() %}
comment on column history.{{ table.name | identifier }}.{{ column | identifier }} is
{{ ('As in ' ~ table.relation ~ '.') | literal }};
{% endfor %}
comment on column history.{{ table.name | identifier }}.valid_to_month is
'The month (YYYYMM) that replaced this version: it stood until the month before.';
comment on column history.{{ table.name | identifier }}.superseded_by is
'The file that replaced this version.';
