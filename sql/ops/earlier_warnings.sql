-- What builds have warned of and no check can see again, for the checks to be added.
create or replace temp table found_warnings as
select *
from ops.warnings
where not list_contains(cast($checks as varchar[]), kind)
