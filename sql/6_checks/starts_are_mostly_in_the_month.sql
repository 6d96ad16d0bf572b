-- Most of what a month's file adds started in its month. What it updates may be older; so the rows
-- outside of the month that are more than the updates were added. The first extract has the past.
with
outside as (
    select
        valid_from_month,
        count(*) as occurrences
    from core.interactions
    where
        month_start <> first_day_of(valid_from_month)
        and valid_from_month >= $first_month
    group by valid_from_month
),

suspects as (
    select
        files.file_name,
        files.month,
        outside.occurrences - files.rows_updated as occurrences
    from outside
    inner join ops.processed_files as files
        on
            outside.valid_from_month = files.month
            and files.table_name = 'interactions'
    where
        outside.occurrences - files.rows_updated > files.rows_added / 2
        and files.month > (select min(first.month) from ops.processed_files as first)
)

select
    suspects.file_name,
    'rows of the file are outside of its month, most of those that it adds' as what,
    suspects.occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
        interactions.interaction_id
    ) as example,
    'is it the file of another month?' as advice
from suspects
inner join core.interactions as interactions
    on
        suspects.month = interactions.valid_from_month
        and first_day_of(suspects.month) <> interactions.month_start
group by suspects.file_name, suspects.occurrences
order by suspects.file_name
