-- Files with less than a fifth of the median number of rows in earlier months, if that median is 20
-- or more: the file was probably truncated.
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
    'only ' || counted(rows_read, 'row', 'rows') as what,
    rows_read as occurrences,
    cast(null as varchar) as example,
    'Earlier files have a median of ' || with_commas(cast(round(usual) as bigint))
    || ' rows. Is the file complete?' as advice
from sizes
where
    usual >= 20
    and rows_read < usual / 5
    and month >= $first_month
order by file_name
