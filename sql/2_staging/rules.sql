-- What a cell means, decided once for all tables. Temporary: these macros serve a build and are
-- not in its file.

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

-- What stands in the place of a key where somebody added up the columns.
create or replace temp macro is_total(cell) as
length(cell) <= 12 and regexp_full_match(cell, '(?i)((sub|grand )?totals?|sum):?');

-- A number that a spreadsheet has cut short, such as 1.23E+10: many keys have become one.
create or replace temp macro is_cut_short(cell) as
regexp_full_match(cell, '[0-9]+([.,][0-9]+)?[Ee][+][0-9]+');

-- A key is there, and is neither the header once more nor a total: a long one is not, and need not
-- be made lower case. A file with a key that is cut short does not come here: whoever reads its
-- bytes sends it through the quarantine.
create or replace temp macro is_key(cell, column_name) as
case
    when trimmed(cell) is null then false
    when length(trimmed(cell)) > 12 and length(trimmed(cell)) <> length(column_name) then true
    else lower(trimmed(cell)) <> column_name and not is_total(trimmed(cell))
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

-- A delete needs its key and its action: nobody asks what its other cells say.
create or replace temp macro is_delete(action) as
coalesce(lower(trimmed(action)) = 'delete', false);
