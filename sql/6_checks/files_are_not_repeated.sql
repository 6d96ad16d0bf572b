-- Files with the same bytes as the file of an earlier month.
select
    files.file_name,
    counted(
        files.rows_read,
        'row is identical to that of an earlier file',
        'rows are identical to those of an earlier file'
    ) as what,
    files.rows_read as occurrences,
    earlier.file_name as example,
    'Was an old file sent again?' as advice
from ops.processed_files as files
inner join ops.processed_files as earlier
    on
        files.table_name = earlier.table_name
        and files.sha256 = earlier.sha256
        and files.month > earlier.month
where files.rows_read > 0 and files.month >= $first_month
qualify row_number() over (partition by files.file_name order by earlier.month) = 1
order by files.file_name
