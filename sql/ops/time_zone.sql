-- One row if the time zone is one.
select name
from pg_timezone_names()
where name = $zone
