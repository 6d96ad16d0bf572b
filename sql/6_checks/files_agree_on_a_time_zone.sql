-- The times of a file name their zone, or are UTC without saying so, as those of the file before.
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
        when times_have_zone then 'times have a zone, and those of the file before have none'
        else 'times have no zone, and those of the file before have one; they are taken as UTC'
    end as what,
    cast(null as bigint) as occurrences,
    file_before as example,
    'are both in UTC?' as advice
from files
where times_have_zone <> had_zone and month >= $first_month
order by file_name
