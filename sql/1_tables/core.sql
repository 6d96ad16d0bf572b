-- The live rows of the four tables after the last loaded month, with the values of the files and
-- the month of the file that added each row. Query them through the views of `4_core`.
create schema core;

-- One row per contact center.
create table core.contact_centers (
    contact_center_id varchar,
    contact_center_name varchar,
    location varchar,
    valid_from_month integer
);

-- One row per service category.
create table core.service_categories (
    category_id varchar,
    category_name varchar,
    department varchar,
    valid_from_month integer
);

-- One row per agent. The contact center is the current one of the agent; an interaction keeps the
-- one that took it.
create table core.agents (
    agent_id varchar,
    contact_center_id varchar,
    category_id varchar,
    full_name varchar,
    hire_date date,
    valid_from_month integer
);

-- One row per interaction. The local month is stored, too, because nearly every report groups by
-- it. Everything else that follows from these columns is computed on reading.
create table core.interactions (
    interaction_id varchar,
    contact_center_id varchar,
    category_id varchar,
    agent_id varchar,
    channel varchar,
    call_duration_minutes decimal(12, 4),
    satisfaction_rating decimal(12, 2),
    month_start date,
    timestamp_utc timestamp,
    interaction_start_utc timestamp,
    agent_resolution_timestamp_utc timestamp,
    interaction_end_utc timestamp,
    valid_from_month integer
);
