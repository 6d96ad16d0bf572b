-- What a cell means and why one cannot be loaded, decided once for all tables. Temporary: these
-- macros serve a build and are not in its file.

-- A cell without the blanks around it; an empty one is null. `NULL` and `N/A` are text.
{% if has_blanks %}
create or replace temp macro trimmed(cell) as nullif(trim(cell), '');
{% else %}
-- This file has no blank anywhere, and the reader makes an empty cell null: nothing to do.
create or replace temp macro trimmed(cell) as cell;
{% endif %}

-- What DuckDB 1.5 takes for a time as well: with seconds, and no more than six digits below them.
create or replace temp macro with_seconds(cell) as
regexp_replace(
    regexp_replace(cell, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '\1:00\2'),
    '([.][0-9]{6})[0-9]+', '\1'
);

-- An instant in UTC, whatever its offset; without one it is UTC already.
create or replace temp macro as_utc(cell) as
make_timestamp(epoch_us(try_cast(with_seconds(cell) as timestamptz)));

-- The instant of a cell, wherever it comes from: the reader of a file that is as it should be has
-- typed it already, and from the quarantine it comes as text.
{% if is_text %}
create or replace temp macro as_instant(cell) as as_utc(cell);
{% else %}
create or replace temp macro as_instant(cell) as cell;
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

-- ISO 8601, spelled out: DuckDB would also take `23:+59` for an offset of 59 hours.
create or replace temp macro is_spelled_like_a_time(cell) as
regexp_full_match(
    cell,
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
    || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?'
    || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
);

-- Why a cell cannot be loaded; null where it can. Cells come as text, trimmed, empty ones as null.
create or replace temp macro fault_of_key(cell, column_name) as
case
    when cell is null then 'the key is empty'
    when not is_key(cell, column_name) then 'the header once more'
end;

create or replace temp macro fault_of_action(cell) as
case
    when cell is null then 'the action is empty'
    when not is_action(cell) then 'not an action; it is add, update or delete'
end;

create or replace temp macro fault_of_time(cell) as
case
    when cell is null then null
    when as_utc(cell) is null or not is_spelled_like_a_time(cell)
        then 'not a time; write it like 2025-01-31T14:30:00Z'
    when not is_instant(as_utc(cell)) then 'not a time between the years 2000 and 2099'
end;

create or replace temp macro fault_of_day(cell) as
case
    when is_day(cell) then null
    when as_day(cell) is null or lower(cell) = 'epoch'
        then 'not a date; write it like 2025-01-31'
    else 'not a date between the years 1900 and 2099'
end;

-- DuckDB reads `1_000` as a thousand.
create or replace temp macro fault_of_rating(cell) as
case
    when cell is null then null
    when try_cast(cell as decimal(12, 2)) is null or contains(cell, '_') then 'not a number'
end;

create or replace temp macro fault_of_duration(cell) as
case
    when cell is null then null
    when try_cast(cell as decimal(12, 4)) is null or contains(cell, '_') then 'not a number'
    when not is_duration(try_cast(cell as decimal(12, 4))) then 'a negative duration'
end;

-- A cell beside its column's name and why it cannot be loaded, as one value.
create or replace temp macro judged(name, text, fault) as
struct_pack(column_name := name, cell := text, reason := fault);
