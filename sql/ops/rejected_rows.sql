-- The first invalid rows of a build, in the order in which the files were loaded.
with
found as (
    select
        *,
        min(rowid) over (partition by file_name) as turn
    from ops.rejected_rows
    where
        build_utc = cast($build_utc as timestamp)
        and list_contains(cast($kinds as varchar[]), kind)
)

select
    file_name as file,
    kind,
    reason,
    line,
    column_name as "column",
    value
from found
order by turn, line nulls first, column_name nulls first
limit $most
