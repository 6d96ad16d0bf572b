-- What the organization decides: the files of `settings/` as the last build found them, and what
-- follows from its business hours. All are empty without such files.
create schema settings;

-- One row per target, in force from a month (YYYYMM) on; `*` is every contact center.
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

-- One row per holiday of the organization, which a day may be in spite of the federal ones.
create table settings.holidays (
    date date,
    name varchar,
    is_business_day boolean
);

-- One row per contact center with business hours of its own (`*` for all others) and day: 96
-- characters, one per quarter of an hour on the clock of the warehouse, 1 where it is open.
create table settings.open_hours (
    contact_center_id varchar,
    date date,
    open_quarters varchar
);
