-- The files of `settings/` as of the last build, and the opening hours that follow from them. All
-- tables are empty without such files.
create schema settings;

-- One row per target, in force from a month (YYYYMM) on; `*` means every contact center.
create table settings.targets (
    metric varchar,
    contact_center_id varchar,
    from_month integer,
    value double
);

-- One row per period in which a contact center is open, by weekday (1 is Monday).
create table settings.business_hours (
    contact_center_id varchar,
    from_month integer,
    weekday integer,
    opens varchar,
    closes varchar,
    time_zone varchar
);

-- One row per day that is or is not a holiday of the organization. It overrides federal holidays.
create table settings.holidays (
    date date,
    name varchar,
    is_business_day boolean
);

-- One row per day and contact center with its own business hours (`*` for all others): 96
-- characters, one per quarter of an hour of local time, 1 if the contact center is open.
create table settings.open_hours (
    contact_center_id varchar,
    date date,
    open_quarters varchar
);
