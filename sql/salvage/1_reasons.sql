-- Why a cell cannot be loaded, decided once: null where it can. Cells come trimmed; an empty
-- one is null and has no fault unless it is a key.
create or replace temp macro fault_of_key(cell, column_name) as
case
    when cell is null then 'the key is empty'
    when lower(cell) = column_name then 'the header once more'
end;

create or replace temp macro fault_of_action(cell) as
case
    when cell is null then 'the action is empty'
    when lower(cell) not in ('add', 'update', 'delete')
        then 'not an action; it is add, update or delete'
end;

-- What DuckDB 1.5 takes for a time as well: with seconds, and no more than six digits below them.
create or replace temp macro with_seconds(cell) as
regexp_replace(
    regexp_replace(cell, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '\1:00\2'),
    '([.][0-9]{6})[0-9]+', '\1'
);

-- An instant in UTC, whatever its offset; without one it is UTC already.
create or replace temp macro as_utc(cell) as
make_timestamp(epoch_us(try_cast(with_seconds(cell) as timestamptz)));

-- The same as text, in the one shape that the clean copy of a file has.
create or replace temp macro clean_time(cell) as strftime(as_utc(cell), '%Y-%m-%dT%H:%M:%S.%fZ');

-- ISO 8601, spelled out: DuckDB would also take `23:+59` for an offset of 59 hours.
create or replace temp macro is_spelled_like_a_time(cell) as
regexp_full_match(
    cell,
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
    || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?'
    || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
);

create or replace temp macro fault_of_time(cell) as
case
    when cell is null then null
    when as_utc(cell) is null or not is_spelled_like_a_time(cell)
        then 'not a time; write it like 2025-01-31T14:30:00Z'
    when
        as_utc(cell) < timestamp '2000-01-01'
        or as_utc(cell) >= timestamp '2100-01-01'
        then 'not a time between the years 2000 and 2099'
end;

create or replace temp macro fault_of_day(cell) as
case
    when (try_cast(cell as date) is null and cell is not null) or lower(cell) = 'epoch'
        then 'not a date; write it like 2025-01-31'
    when
        try_cast(cell as date) < date '1900-01-01'
        or try_cast(cell as date) >= date '2100-01-01'
        then 'not a date between the years 1900 and 2099'
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
    when try_cast(cell as decimal(12, 4)) < 0 then 'a negative duration'
end;
