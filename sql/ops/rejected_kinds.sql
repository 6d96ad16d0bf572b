-- The number of faults in a build by kind and column, with an example of the message.
select
    kind,
    column_name as "column",
    min(reason) as reason,
    count(*) as number_of_faults
from ops.rejected_rows
where build_utc = cast($build_utc as timestamp)
group by kind, column_name
order by number_of_faults desc, kind asc, column_name asc
