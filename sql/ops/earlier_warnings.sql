-- Copies the warnings of earlier builds that no check can repeat, so that the results of the checks
-- can be added to them.
create or replace temp table found_warnings as
select *
from ops.warnings
where not list_contains(cast($checks as varchar[]), kind)
