-- The rows of a file where they are merged from: a delta in the table `delta`, and the extract of
-- the first month straight in its table, which is empty.
{% if is_delta %}
-- In the order of the file, which is the order of events: `rowid` keeps it.
set preserve_insertion_order = true;

{% if is_first %}
create or replace temp table delta as
{% else %}
insert into delta
{% endif %}
select *
from stg_{{ table.name }};
{% else %}
-- Its rows have a key each and no order to keep: without one they load faster.
set preserve_insertion_order = false;

insert into core.{{ table.name }} by name
select
    *,
    $month as valid_from_month
from stg_{{ table.name }};
{% endif %}
