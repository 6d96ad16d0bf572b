-- Stages the rows of a file for the merge: a delta in the table `delta`, and the extract of the
-- first month directly in its table, which is empty.
{% if is_delta %}
-- The order of the file is the order of events; `rowid` preserves it.
set preserve_insertion_order = true;

{% if is_first %}
create or replace temp table delta as
{% else %}
insert into delta
{% endif %}
select *
from stg_{{ table.name }};
{% else %}
-- Keys are unique here, so the order does not matter, and rows load faster without it.
set preserve_insertion_order = false;

insert into core.{{ table.name }} by name
select
    *,
    $month as valid_from_month
from stg_{{ table.name }};
{% endif %}
