-- Stages the rows of one file of `settings/` as text.
create or replace temp table {{ name | identifier }}_rows as
select
    {% for column in columns %}
    unnest(cast(${{ column | identifier }} as varchar[])) as {{ column | identifier }},
    {% endfor %}
    unnest(cast($lines as bigint[])) as line;
