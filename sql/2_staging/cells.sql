-- What the text of a cell means, decided once for all tables and both ways to read a file.
-- Temporary: these macros serve a build and are not in its file.

-- What DuckDB 1.5 takes for a time as well: with seconds, and no more than six digits below them.
create or replace temp macro with_seconds(cell) as
regexp_replace(
    regexp_replace(cell, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '\1:00\2'),
    '([.][0-9]{6})[0-9]+', '\1'
);

-- The shape of a time as the extract's documentation writes it, or without its Z: no other zone
-- fits into so many letters.
create or replace temp macro is_plain_time(cell) as
length(cell) in (19, 20)
and (length(cell) = 19 or substr(cell, 20, 1) = 'Z')
and substr(cell, 17, 1) = ':'
and substr(cell, 15, 1) < '6'
and substr(cell, 18, 1) < '6';

-- An instant in UTC, whatever its offset; without one it is UTC already. A cast to a time without a
-- zone costs less, and drops a zone in silence.
create or replace temp macro as_utc(cell) as
case
    when is_plain_time(cell) then try_cast(cell as timestamp)
    else make_timestamp(epoch_us(try_cast(with_seconds(cell) as timestamptz)))
end;

-- ISO 8601, spelled out: DuckDB would also take `23:+59` for an offset of 59 hours.
create or replace temp macro is_spelled_like_a_time(cell) as
regexp_full_match(
    cell,
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
    || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?'
    || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
);

-- A day; the word `epoch` is none.
create or replace temp macro as_day(cell) as
case when lower(cell) <> 'epoch' then try_cast(cell as date) end;

-- Numbers. `1_000` is none, though DuckDB reads it as a thousand.
create or replace temp macro as_duration(cell) as
case when not contains(cell, '_') then try_cast(cell as decimal(12, 4)) end;

create or replace temp macro as_rating(cell) as
case when not contains(cell, '_') then try_cast(cell as decimal(12, 2)) end;

-- The text of a cell in Unicode's form C (UAX 15): a letter and its accent are one character.
create or replace temp macro composed(cell) as nfc_normalize(cell);

-- What a cell of a line says: without the blanks around it and without its quotes; null if it is
-- empty. A bare line has no blanks and no quotes.
create or replace temp macro without_blanks(cell) as trim(cell, {{ blanks | literal }});

create or replace temp macro unquoted(cell) as
case
    when starts_with(without_blanks(cell), '"')
        then without_blanks(
            replace(regexp_replace(without_blanks(cell), '^"|"$', '', 'g'), '""', '"')
        )
    else without_blanks(cell)
end;

create or replace temp macro content(cell, is_bare) as
nullif(case when is_bare then cell else composed(unquoted(cell)) end, '');
