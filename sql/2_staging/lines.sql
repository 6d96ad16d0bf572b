-- Splits a part of a file into numbered lines.
create or replace temp table lines as
with
parts as (
    select string_split($text, chr(10)) as texts
)

select
    generate_subscripts(texts, 1) + $first_line - 1 as line,
    unnest(texts) as value
from parts;
