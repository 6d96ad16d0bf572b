-- Most rows of a month's file say what the warehouse has already: ten or more, and more than half.
select
    file_name,
    'rows of the file, most of them, say nothing new' as what,
    rows_unchanged as occurrences,
    cast(null as varchar) as example,
    'was an old file sent again?' as advice
from ops.processed_files
where
    rows_unchanged >= 10
    and rows_unchanged > rows_read / 2
    and month >= $first_month
order by file_name
