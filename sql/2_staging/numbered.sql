-- The records of a file without the header and blank lines.
create or replace temp view numbered as
select * exclude (is_blank)
from records
where not is_blank and line <> {{ header_line | number }};
