-- The live rows of the four tables: what stands after the last month that was loaded, as the files
-- gave it, and the month of the file that brought it. The views of `4_core` are what to query.
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

-- One row per agent. The center is where the agent works now: an interaction keeps its own.
create table core.agents (
    agent_id varchar,
    contact_center_id varchar,
    category_id varchar,
    full_name varchar,
    hire_date date,
    valid_from_month integer
);

-- One row per interaction. Its local month is stored too, since nearly every report groups by it;
-- all else that follows from these columns is worked out on reading.
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
