-- Why a cell cannot be loaded; null where it can. Cells come as text, trimmed, empty ones as null.

-- ISO 8601, spelled out: DuckDB would also take `23:+59` for an offset of 59 hours.
create or replace temp macro is_spelled_like_a_time(cell) as
regexp_full_match(
    cell,
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
    || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?'
    || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
);

create or replace temp macro fault_of_key(cell, column_name) as
case
    when cell is null then 'the key is empty'
    when is_total(cell) then 'a total, not a row; remove it'
    when not is_key(cell, column_name) then 'the header once more'
    when is_cut_short(cell)
        then 'a number that a spreadsheet has cut short; export the keys as text'
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
