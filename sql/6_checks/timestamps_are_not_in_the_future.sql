-- Records with a timestamp after the month that follows the month of their file. A timestamp in
-- that next month is normal: a file may be exported late.
select
    files.file_name,
    counted(
        count(*),
        'record has a timestamp more than one month after the month of the file',
        'records have a timestamp more than one month after the month of the file'
    ) as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.timestamp_utc,
        interactions.interaction_id
    ) as example,
    'Is the year mistyped, or are day and month swapped?' as advice
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
            found.timestamp_utc
            >= first_day_of(found.valid_from_month) + interval 2 months + interval 1 day
            and found.valid_from_month >= $first_month
    )
group by files.file_name
order by files.file_name
