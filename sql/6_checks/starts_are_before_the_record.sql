-- Interactions that start after the timestamp of their record.
select
    files.file_name,
    counted(
        count(*),
        'interaction starts after the timestamp of its record',
        'interactions start after the timestamp of their record'
    ) as what,
    count(*) as occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
        interactions.interaction_id
    ) as example,
    'Is the time local instead of UTC, or is the year mistyped?' as advice
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
            found.interaction_start_utc > found.timestamp_utc
            and found.valid_from_month >= $first_month
    )
group by files.file_name
order by files.file_name
