-- The kinds of what is invalid in the files of a build, and how often there is each.
select
    kind,
    count(*) as number_of_faults
from ops.rejected_rows
where build_utc = cast($build_utc as timestamp)
group by kind
order by kind
