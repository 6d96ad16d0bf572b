-- Invalid cells of `settings/holidays.csv`, with the expected value.
with
cells as (
    select
        line,
        'date' as column_name,
        date as cell,
        'a date like 2025-07-04' as expected,
        setting_date(date) is not null as is_valid
    from holidays_rows
    union all
    select
        line,
        'name' as column_name,
        name as cell,
        'a name' as expected,
        name is not null as is_valid
    from holidays_rows
    union all
    select
        line,
        'is_business_day' as column_name,
        is_business_day as cell,
        'true or false' as expected,
        is_business_day is null or setting_flag(is_business_day) is not null as is_valid
    from holidays_rows
)

select
    line,
    column_name,
    cell,
    expected
from cells
where not is_valid
order by line, column_name
