-- A resolution or an end before the start: such times are no part of an average, median or
-- percentile.
select
    files.file_name,
    'interactions are resolved or end before they start' as what,
    count(*) as occurrences,
    min(interactions.interaction_id) as example,
    'their times are no part of an average, median or percentile' as advice
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
