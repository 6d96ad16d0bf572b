-- Months that have files but no interactions: such a month is missing, not zero. If an empty file
-- of interactions is the only file of the month, this applies if earlier files have a median of ten
-- rows or more.
with
files as (
    select
        month,
        file_name,
        table_name,
        rows_read,
        median(rows_read) over (
            partition by table_name
            order by month
            rows between unbounded preceding and 1 preceding
        ) as usual
    from ops.processed_files
),

months as (
    select distinct month
    from files
    where
        month >= $first_month
        and (table_name <> 'interactions' or rows_read > 0 or usual >= 10)
),

present as (
    select distinct month_start
    from core.interactions
)

select
    coalesce(files.file_name, 'delta/') as file_name,
    case
        when files.file_name is null
            then
                'no file of interactions for ' || months.month
                || ', although there are other files for it'
        when files.rows_read = 0 then 'no rows'
        else 'no interactions of the month of the file'
    end as what,
    cast(null as bigint) as occurrences,
    cast(null as varchar) as example,
    'Reports treat ' || month_of_file(months.month) || ' as missing. Was the export incomplete?'
        as advice
from months
left join files
    on
        months.month = files.month
        and files.table_name = 'interactions'
left join present
    on first_day_of(months.month) = present.month_start
where files.file_name is null or present.month_start is null
order by months.month
