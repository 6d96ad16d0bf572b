-- One row per record of the file at hand: the line on which it begins, and its cells as text.
create or replace temp table raw as
select *
from
    {{ source | indented(4) }}
