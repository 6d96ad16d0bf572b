-- What a cell means, decided once. Temporary: they serve a build and are not in its file.

-- A cell without the blanks around it; an empty one is null. `NULL` and `N/A` are text.
{% if has_blanks %}
create or replace temp macro trimmed(cell) as nullif(trim(cell), '');
{% else %}
-- This file has no blank anywhere, and the reader makes an empty cell null: nothing to do.
create or replace temp macro trimmed(cell) as cell;
{% endif %}

-- A key is there, and is not the header once more. Its length is looked at first: it is mostly
-- another, and the key need not be made lower case.
create or replace temp macro is_key(cell, column_name) as
case
    when trimmed(cell) is null then false
    when length(trimmed(cell)) <> length(column_name) then true
    else lower(trimmed(cell)) <> column_name
end;

-- To DuckDB `infinity`, `epoch` and the year 1 are times.
create or replace temp macro is_instant(instant) as
coalesce(instant >= timestamp '2000-01-01' and instant < timestamp '2100-01-01', true);

-- Comes as text: the reader of the CSV takes the word `epoch` for a day. The trim is for more than
-- blanks: DuckDB would push a bare cast into the reader, where it drops the row.
create or replace temp macro as_day(cell) as try_cast(trim(cell) as date);

create or replace temp macro is_day(cell) as
coalesce(
    as_day(cell) >= date '1900-01-01'
    and as_day(cell) < date '2100-01-01'
    and lower(trimmed(cell)) <> 'epoch',
    trimmed(cell) is null
);

create or replace temp macro is_duration(minutes) as coalesce(minutes >= 0, true);

create or replace temp macro is_action(cell) as
coalesce(lower(trimmed(cell)) in ('add', 'update', 'delete'), false);
