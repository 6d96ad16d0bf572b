-- A record is written in the month of its file, or in the next one, when that was exported.
select
    files.file_name,
    'records were written after the month that follows that of their file' as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.timestamp_utc,
        interactions.interaction_id
    ) as example,
    'is the year mistyped, or are day and month swapped?' as advice
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
