-- A month's file has about as many rows as those before it: less than a fifth of their median,
-- where that is twenty or more, is a file that was cut off.
with
sizes as (
    select
        file_name,
        month,
        rows_read,
        median(rows_read) over (
            partition by table_name
            order by month
            rows between unbounded preceding and 1 preceding
        ) as usual
    from ops.processed_files
    where month > (select min(first.month) from ops.processed_files as first)
)

select
    file_name,
    'rows are far fewer than in the months before' as what,
    rows_read as occurrences,
    cast(null as varchar) as example,
    'the median before is ' || cast(round(usual) as integer) || '; is the file whole?' as advice
from sizes
where
    usual >= 20
    and rows_read < usual / 5
    and month >= $first_month
order by file_name
