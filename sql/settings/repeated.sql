-- Rows of `settings/` that repeat or contradict an earlier row of the same file, with the earlier
-- line and the expected value.
select
    'targets' as name,
    later.line,
    'metric' as column_name,
    later.metric as cell,
    'one target per metric, contact center and month; line ' || min(earlier.line)
    || ' already has one' as expected
from targets_rows as later
inner join targets_rows as earlier
    on
        later.metric = earlier.metric
        and later.contact_center_id = earlier.contact_center_id
        and later.from_month = earlier.from_month
        and later.line > earlier.line
group by later.line, later.metric
union all
select
    'holidays' as name,
    later.line,
    'date' as column_name,
    later.date as cell,
    'each date once; line ' || min(earlier.line) || ' already has it' as expected
from holidays_rows as later
inner join holidays_rows as earlier
    on later.date = earlier.date and later.line > earlier.line
group by later.line, later.date
union all
select
    'business_hours' as name,
    later.line,
    'opens' as column_name,
    later.opens as cell,
    'a time outside the hours of line ' || min(earlier.line) as expected
from business_hours_rows as later
inner join business_hours_rows as earlier
    on
        later.contact_center_id = earlier.contact_center_id
        and later.from_month = earlier.from_month
        and setting_weekday(later.weekday) = setting_weekday(earlier.weekday)
        and later.line > earlier.line
        and setting_minute(later.opens) < setting_minute(earlier.closes)
        and setting_minute(earlier.opens) < setting_minute(later.closes)
group by later.line, later.opens
union all
select
    'business_hours' as name,
    later.line,
    'time_zone' as column_name,
    later.time_zone as cell,
    'the time zone of line ' || min(earlier.line) || ': a contact center has one at a time'
        as expected
from business_hours_rows as later
inner join business_hours_rows as earlier
    on
        later.contact_center_id = earlier.contact_center_id
        and later.from_month = earlier.from_month
        and later.line > earlier.line
        and later.time_zone is distinct from earlier.time_zone
group by later.line, later.time_zone
order by name, line
