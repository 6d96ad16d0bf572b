-- Interactions with a resolution or an end before the start. Averages, medians and percentiles
-- exclude such durations.
select
    files.file_name,
    counted(
        count(*),
        'interaction ends or is resolved before it starts',
        'interactions end or are resolved before they start'
    ) as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    'Averages, medians and percentiles exclude such durations.' as advice
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
            not times_are_in_order(
                found.interaction_start_utc,
                found.agent_resolution_timestamp_utc,
                found.interaction_end_utc
            )
            and found.valid_from_month >= $first_month
    )
group by files.file_name
order by files.file_name
