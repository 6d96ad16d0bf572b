-- How warnings and the dashboard write numbers and examples. Load scripts, checks and dashboard
-- share these macros, so that every message has the same form.

-- A whole number with thousands separators: `1,200`. The commas are inserted from the right,
-- because `format` does not insert them on Spark.
create or replace macro with_commas(number) as
ltrim(reverse(regexp_replace(reverse(cast(number as varchar)), '([0-9]{3})', '\1,', 'g')), ',');

-- A number with the noun or clause that agrees with it: `1 call`, `1,200 calls`.
create or replace macro counted(number, one, many) as
with_commas(number) || ' ' || case when number = 1 then one else many end;

-- The finding of a warning with its example: `7 rows have no name (e.g. A1).`
create or replace macro with_example(what, occurrences, example) as
what || coalesce(
    case when occurrences > 1 then ' (e.g. ' else ' (' end || nullif(example, '') || ')', ''
) || '.';
