-- Files of which most added rows start outside the month of the file. Updates may concern older
-- rows, so only rows outside the month in excess of the updates count as added. The initial extract
-- contains earlier months.
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
    counted(suspects.occurrences, 'added row starts', 'added rows start')
    || ' outside the month of the file, more than half of all' as what,
    suspects.occurrences,
    min_by(
        interactions.interaction_id || ' at ' || interactions.interaction_start_utc,
        interactions.interaction_id
    ) as example,
    'Is it the file of another month?' as advice
from suspects
inner join core.interactions as interactions
    on
        suspects.month = interactions.valid_from_month
        and first_day_of(suspects.month) <> interactions.month_start
group by suspects.file_name, suspects.occurrences
order by suspects.file_name
