-- Invalid cells of `settings/business_hours.csv`, with the expected value.
with
cells as (
    select
        line,
        'from_month' as column_name,
        from_month as cell,
        'a month like 202501' as expected,
        setting_month(from_month) is not null as is_valid
    from business_hours_rows
    union all
    select
        line,
        'contact_center_id' as column_name,
        contact_center_id as cell,
        'a contact_center_id, or * for all' as expected,
        contact_center_id is not null as is_valid
    from business_hours_rows
    union all
    select
        line,
        'weekday' as column_name,
        weekday as cell,
        'a weekday, 1 (Monday) to 7 or its name' as expected,
        coalesce(setting_weekday(weekday), 0) > 0 as is_valid
    from business_hours_rows
    union all
    select
        line,
        'opens' as column_name,
        opens as cell,
        'a time on the quarter of an hour like 08:30' as expected,
        coalesce(setting_minute(opens) < 1440, false) as is_valid
    from business_hours_rows
    union all
    select
        line,
        'closes' as column_name,
        closes as cell,
        case
            when setting_minute(closes) <= setting_minute(opens)
                then
                    'a time after opens, ' || opens || '; write hours past midnight as two rows,'
                    || ' the first until 24:00'
            else 'a time on the quarter of an hour like 17:00'
        end as expected,
        coalesce(setting_minute(closes) > coalesce(setting_minute(opens), 0), false) as is_valid
    from business_hours_rows
    union all
    select
        line,
        'time_zone' as column_name,
        time_zone as cell,
        'a time zone like America/Chicago' as expected,
        time_zone is null
        or time_zone in (select zones.name from pg_timezone_names() as zones) as is_valid
    from business_hours_rows
)

select
    line,
    column_name,
    cell,
    expected
from cells
where not is_valid
order by line, column_name
