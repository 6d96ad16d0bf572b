-- Months between the first and the last one that have no file at all.
with
months as (
    select
        month,
        lag(month) over (order by month) as month_before
    from ops.processed_files
    group by month
),

gaps as (
    select
        month,
        strftime(first_day_of(month_before) + interval 1 month, '%Y%m') as first_missing,
        strftime(first_day_of(month) - interval 1 month, '%Y%m') as last_missing,
        date_diff('month', first_day_of(month_before), first_day_of(month)) - 1 as missing
    from months
    where date_diff('month', first_day_of(month_before), first_day_of(month)) > 1
)

select
    'delta/' as file_name,
    counted(missing, 'month has no file', 'months have no file')
    || case
        when missing = 1 then printf(' (%s), although %d has one', first_missing, month)
        else printf(' (%s to %s), although %d has one', first_missing, last_missing, month)
    end as what,
    cast(null as bigint) as occurrences,
    cast(null as varchar) as example,
    'Is an export missing?' as advice
from gaps
where month >= $first_month
order by month
