-- A month's file has not the same bytes as that of another month.
select
    files.file_name,
    'rows are the same, byte for byte, as those of an earlier file' as what,
    files.rows_read as occurrences,
    earlier.file_name as example,
    'was an old file sent again?' as advice
from ops.processed_files as files
inner join ops.processed_files as earlier
    on
        files.table_name = earlier.table_name
        and files.sha256 = earlier.sha256
        and files.month > earlier.month
where files.rows_read > 0 and files.month >= $first_month
qualify row_number() over (partition by files.file_name order by earlier.month) = 1
order by files.file_name
