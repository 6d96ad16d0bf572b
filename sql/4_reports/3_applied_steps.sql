-- One row per applied month but the first: the month, and the one that was applied before it.
create or replace macro applied_steps() as table
select
    month as since_month,
    lag(month) over (order by month) as month_before
from (select distinct month from ops.processed_files) as applied
qualify month_before is not null;
