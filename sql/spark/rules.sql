-- What is said otherwise on Spark; after `2_staging/rules.sql`, whose other macros hold here too.

-- The shape of a time as the extract's documentation writes it, or without its Z: no other zone
-- fits into so many letters.
create or replace temp macro is_plain_time(cell) as
length(cell) in (19, 20)
and (length(cell) = 19 or substr(cell, 20, 1) = 'Z')
and substr(cell, 17, 1) = ':'
and substr(cell, 15, 1) < '6'
and substr(cell, 18, 1) < '6';

-- An instant in UTC. Spark casts a time without a zone more cheaply, and drops a zone in silence.
create or replace temp macro as_utc(cell) as
case
    when is_plain_time(cell) then try_cast(cell as timestamp)
    when regexp_matches(cell, ':6') then null -- not every engine knows that a minute has 60 seconds
    else cast(try_cast(with_seconds(cell) as timestamptz) as timestamp)
end;

create or replace temp macro as_instant(cell) as as_utc(cell);

-- To Spark `2025` and `2025-01` are days, too.
create or replace temp macro as_day(cell) as
case
    when regexp_full_match(cell, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') then try_cast(cell as date)
end;

-- A cell without the blanks around it and without its quotes.
create or replace temp macro without_blanks(cell) as trim(cell, {{ blanks | literal }});

create or replace temp macro unquoted(cell) as
case
    when starts_with(without_blanks(cell), '"')
        then without_blanks(
            replace(regexp_replace(without_blanks(cell), '^"|"$', '', 'g'), '""', '"')
        )
    else without_blanks(cell)
end;

-- What a cell says; an empty one is null. A bare line has no blanks and no quotes.
create or replace temp macro content(cell, is_bare) as
nullif(case when is_bare then cell else unquoted(cell) end, '');

-- 1e1 is ten, to DuckDB, to Spark and to people; Sail wants it written out.
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

-- Cells that are as they should be at first sight; any other is looked at closer.
create or replace temp macro is_plain_instant(cell) as
cell is null
or (
    starts_with(cell, '20') -- of this century, as `is_instant` wants it
    and substr(cell, 5, 1) = '-'
    and is_plain_time(cell)
    and try_cast(cell as timestamp) is not null
);

create or replace temp macro is_plain_number(cell) as
cell is null or regexp_full_match(cell, '[0-9]{1,8}([.][0-9]+)?');
