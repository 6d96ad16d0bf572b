-- Converts the text of cells to values, for all tables and for both readers. The macros are
-- temporary: they serve a build and are not stored in the warehouse.

-- A time in the form that DuckDB 1.5 also accepts: with seconds and at most six decimal places.
create or replace temp macro with_seconds(cell) as
regexp_replace(
    regexp_replace(cell, '^([^:]+:[0-9]{1,2})(Z|[+-].*)?$', '\1:00\2'),
    '([.][0-9]{6})[0-9]+', '\1'
);

-- Whether a time has the documented format, with or without the Z. No other time zone fits into
-- this length.
create or replace temp macro is_plain_time(cell) as
length(cell) in (19, 20)
and (length(cell) = 19 or substr(cell, 20, 1) = 'Z')
and substr(cell, 17, 1) = ':'
and substr(cell, 15, 1) < '6'
and substr(cell, 18, 1) < '6';

-- A time in UTC; a time without an offset already is. A cast to `timestamp` is faster but silently
-- drops a time zone, so it is used only for the documented format.
create or replace temp macro as_utc(cell) as
case
    when is_plain_time(cell) then try_cast(cell as timestamp)
    else make_timestamp(epoch_us(try_cast(with_seconds(cell) as timestamptz)))
end;

-- Whether a time matches ISO 8601. DuckDB would also accept `23:+59` as an offset of 59 hours.
create or replace temp macro is_spelled_like_a_time(cell) as
regexp_full_match(
    cell,
    '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}'
    || '([T ][0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]+)?)?'
    || '(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?'
);

-- A date. DuckDB would also accept the word `epoch`.
create or replace temp macro as_day(cell) as
case when lower(cell) <> 'epoch' then try_cast(cell as date) end;

-- Numbers. `1_000` is invalid, although DuckDB reads it as a thousand.
create or replace temp macro as_duration(cell) as
case when not contains(cell, '_') then try_cast(cell as decimal(12, 4)) end;

create or replace temp macro as_rating(cell) as
case when not contains(cell, '_') then try_cast(cell as decimal(12, 2)) end;

-- Text in Unicode normalization form C (UAX 15): a letter and its accent are one character.
create or replace temp macro composed(cell) as nfc_normalize(cell);

-- The content of a cell without surrounding blanks and quotes; null if it is empty. The cells of a
-- bare line have neither.
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
