-- Interactions that start after the month of their file.
select
    files.file_name,
    counted(
        count(*),
        'interaction starts after the month of the file',
        'interactions start after the month of the file'
    ) as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
        interactions.interaction_id
    ) as example,
    'Is the year mistyped, are day and month swapped, or is it the file of another month?' as advice
from core.interactions
left join ops.processed_files as files
    on
        interactions.valid_from_month = files.month
        and files.table_name = 'interactions'
where
    interactions.rowid in (
        select found.rowid
        from core.interactions as found
        where
            found.month_start > first_day_of(found.valid_from_month)
            and found.valid_from_month >= $first_month
    )
group by files.file_name
order by files.file_name
