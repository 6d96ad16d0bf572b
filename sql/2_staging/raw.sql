-- One row per record of a file that the reader does not take as it is: the line on which it begins,
-- and its cells as text.
create or replace temp table raw_{{ table.name }} as
select *
from
    {{ source | indented(4) }}
