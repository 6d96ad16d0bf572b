-- Macros that differ on Spark. Runs after `2_staging/rules.sql`, whose other macros also apply.

-- A time in UTC. Some engines accept a minute or second of 60 or more.
create or replace temp macro as_utc(cell) as
case
    when is_plain_time(cell) then try_cast(cell as timestamp)
    when regexp_matches(cell, ':6') then null
    else cast(try_cast(with_seconds(cell) as timestamptz) as timestamp)
end;

-- Spark also accepts `2025` and `2025-01` as dates.
create or replace temp macro as_day(cell) as
case
    when regexp_full_match(cell, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') then try_cast(cell as date)
end;

-- Spark has no Unicode normalization, so text is unchanged.
create or replace temp macro composed(cell) as cell;

-- A number without an exponent: Sail does not read 1e1 as 10, unlike DuckDB and Spark.
create or replace temp macro without_exponent(cell) as
case
    when
        (contains(cell, 'e') or contains(cell, 'E'))
        and regexp_full_match(cell, '-?[0-9]+([.][0-9]*)?[eE][+-]?[0-9]+')
        then coalesce(
            cast(try_cast(try_cast(cell as double) as decimal(38, 8)) as varchar), cell
        )
    else cell
end;

create or replace temp macro as_duration(cell) as
case when not contains(cell, '_') then try_cast(without_exponent(cell) as decimal(12, 4)) end;

create or replace temp macro as_rating(cell) as
case when not contains(cell, '_') then try_cast(without_exponent(cell) as decimal(12, 2)) end;
