-- What a cell means, decided once. Temporary: they serve a build and are not in its file.

-- A cell without the blanks around it; an empty one is null. `NULL` and `N/A` are text.
create or replace temp macro trimmed(cell) as nullif(trim(cell), '');

-- An instant as a plain UTC timestamp. Not a cast: DuckDB would push that into the reader of
-- the CSV, which then drops the offset of `2025-01-01T00:00:00-05:00` in silence.
create or replace temp macro as_utc(instant) as make_timestamp(epoch_us(instant));

-- A key is there, and is not the header once more.
create or replace temp macro is_key(cell, column_name) as
coalesce(trim(cell) <> '' and lower(trim(cell)) <> column_name, false);

-- `infinity`, `epoch` and the year 1 are timestamps to DuckDB, and not to us.
create or replace temp macro is_instant(instant) as
coalesce(instant >= timestamptz '2000-01-01' and instant < timestamptz '2100-01-01', true);

-- 1970-01-01 may be a day or the word `epoch`: the slow way, which sees the text, decides.
create or replace temp macro is_day(day) as
coalesce(
    day >= date '1900-01-01' and day < date '2100-01-01' and day <> date '1970-01-01', true
);

create or replace temp macro is_duration(minutes) as coalesce(minutes >= 0, true);

create or replace temp macro is_action(cell) as
coalesce(lower(trim(cell)) in ('add', 'update', 'delete'), false);
