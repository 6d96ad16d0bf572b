-- Files whose times have a time zone after a file whose times have none, or the reverse. Times
-- without a time zone are read as UTC.
with
files as (
    select
        *,
        lag(times_have_zone) over (
            partition by table_name
            order by month
        ) as had_zone,
        lag(file_name) over (
            partition by table_name
            order by month
        ) as file_before
    from ops.processed_files
    where times_have_zone is not null
)

select
    file_name,
    case
        when times_have_zone then 'times have a time zone, unlike those in the previous file'
        else 'times have no time zone, unlike those in the previous file'
    end as what,
    cast(null as bigint) as occurrences,
    file_before as example,
    'Times without a time zone are read as UTC. Are both files in UTC?' as advice
from files
where times_have_zone <> had_zone and month >= $first_month
order by file_name
