-- Files with ten or more rows that are already loaded, if these are more than half of the file.
select
    file_name,
    with_commas(rows_unchanged) || ' of ' || counted(rows_read, 'row is', 'rows are')
    || ' already loaded' as what,
    rows_unchanged as occurrences,
    cast(null as varchar) as example,
    'Was an old file sent again?' as advice
from ops.processed_files
where
    rows_unchanged >= 10
    and rows_unchanged > rows_read / 2
    and month >= $first_month
order by file_name
