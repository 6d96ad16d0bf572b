-- Decides which cells are valid, for all tables and for both readers. A row is valid if no rule
-- rejects it.

-- Text that replaces the key in a totals row.
create or replace temp macro is_total(cell) as
length(cell) <= 12 and regexp_full_match(cell, '(?i)((sub|grand )?totals?|sum):?');

-- A number that a spreadsheet shortened, such as 1.23E+10: many keys become one. The first pass
-- over the bytes of a file finds such numbers and has the file read line by line, so that `is_key`
-- need not test for them.
create or replace temp macro is_cut_short(cell) as
regexp_full_match(cell, '[0-9]+([.,][0-9]+)?[Ee][+][0-9]+');

-- A key is not empty, not a repeated header and not a totals row. A long key is neither, and need
-- not be converted to lower case.
create or replace temp macro is_key(cell, column_name) as
case
    when cell is null then false
    when length(cell) > 12 and length(cell) <> length(column_name) then true
    else lower(cell) <> column_name and not is_total(cell)
end;

-- DuckDB also accepts `infinity`, `epoch` and the year 1 as times.
create or replace temp macro is_instant(instant) as
coalesce(instant >= timestamp '2000-01-01' and instant < timestamp '2100-01-01', true);

create or replace temp macro is_day(day) as
coalesce(day >= date '1900-01-01' and day < date '2100-01-01', true);

-- The typed reader converts the word `epoch` to 1970-01-01, so this date must be checked as text.
create or replace temp macro is_certain_day(day) as
is_day(day) and coalesce(day <> date '1970-01-01', true);

create or replace temp macro is_duration(minutes) as coalesce(minutes >= 0, true);

create or replace temp macro is_action(cell) as
coalesce(lower(cell) in ('add', 'update', 'delete'), false);

-- A delete needs only its key and its action; its other cells are ignored.
create or replace temp macro is_delete(action) as coalesce(lower(action) = 'delete', false);

-- Why a cell is invalid, as a kind of `kinds.csv`; null if it is valid. Cells are trimmed text, or
-- null if they are empty.
create or replace temp macro fault_of_key(cell, column_name) as
case
    when cell is null then 'empty_key'
    when is_total(cell) then 'totals_row'
    when not is_key(cell, column_name) then 'repeated_header'
    when is_cut_short(cell) then 'truncated_key'
end;

create or replace temp macro fault_of_action(cell) as
case
    when cell is null then 'empty_action'
    when not is_action(cell) then 'unknown_action'
end;

create or replace temp macro fault_of_time(cell) as
case
    when cell is null then null
    when as_utc(cell) is null or not is_spelled_like_a_time(cell) then 'not_a_time'
    when not is_instant(as_utc(cell)) then 'time_out_of_range'
end;

create or replace temp macro fault_of_day(cell) as
case
    when cell is null then null
    when as_day(cell) is null then 'not_a_date'
    when not is_day(as_day(cell)) then 'date_out_of_range'
end;

create or replace temp macro fault_of_rating(cell) as
case
    when cell is null then null
    when as_rating(cell) is null then 'not_a_number'
end;

create or replace temp macro fault_of_duration(cell) as
case
    when cell is null then null
    when as_duration(cell) is null then 'not_a_number'
    when not is_duration(as_duration(cell)) then 'negative_duration'
end;

-- Quick checks that accept most valid cells; the rules above decide about all others.
create or replace temp macro is_plain_instant(cell) as
cell is null
or (
    starts_with(cell, '20') -- 2000 or later, as `is_instant` requires
    and substr(cell, 5, 1) = '-'
    and is_plain_time(cell)
    and try_cast(cell as timestamp) is not null
);

create or replace temp macro is_plain_number(cell) as
cell is null or regexp_full_match(cell, '[0-9]{1,7}([.][0-9]+)?');

-- A cell with the name of its column and its fault, as one value.
create or replace temp macro judged(name, text, fault) as
struct_pack(column_name := name, cell := text, kind := fault);
