-- One row if the time zone exists.
select name
from pg_timezone_names()
where name = $zone
