-- Replaces the settings with the valid rows of `settings/`.
delete from settings.targets;

insert into settings.targets by name
select
    metric,
    contact_center_id,
    setting_month(from_month) as from_month,
    setting_value(value) as value
from targets_rows;

delete from settings.business_hours;

insert into settings.business_hours by name
select
    contact_center_id,
    setting_month(from_month) as from_month,
    setting_weekday(weekday) as weekday,
    lpad(opens, 5, '0') as opens,
    lpad(closes, 5, '0') as closes,
    time_zone
from business_hours_rows;

delete from settings.holidays;

insert into settings.holidays by name
select
    setting_date(date) as date,
    name,
    coalesce(setting_flag(is_business_day), false) as is_business_day
from holidays_rows;

update ops.warehouse
set settings_sha256 = $sha256
