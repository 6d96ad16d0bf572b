-- Months whose interactions begin after the first day or end before the last day; see
-- `month_coverage`.
select
    files.file_name,
    'interactions of ' || calendar.month || ' '
    || concat_ws(
        ' and ',
        case
            when calendar.first_day > calendar.month_start
                then 'begin on ' || cast(calendar.first_day as varchar)
        end,
        case
            when calendar.last_day < last_day(calendar.month_start)
                then 'end on ' || cast(calendar.last_day as varchar)
        end
    ) as what,
    cast(null as bigint) as occurrences,
    cast(null as varchar) as example,
    'Reports do not compare the month with others. Is the file complete?' as advice
from ops.processed_files as files
inner join dim_months as calendar
    on month_of_file(files.month) = calendar.month
where
    files.table_name = 'interactions'
    and files.month >= $first_month
    and calendar.has_interactions
    and not calendar.is_complete
order by files.month
