-- Table macros that return a table or the report as of a month, to compare several months in one
-- query: `from support_report_as_of(202502)`. To show every view as of a month, set the variable
-- `as_of_month`.
create or replace macro dim_agents_as_of(last_month) as table
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from dim_agents_history
where is_valid_in(last_month, valid_from_month, valid_to_month);

create or replace macro dim_contact_centers_as_of(last_month) as table
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from dim_contact_centers_history
where is_valid_in(last_month, valid_from_month, valid_to_month);

create or replace macro dim_service_categories_as_of(last_month) as table
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from dim_service_categories_history
where is_valid_in(last_month, valid_from_month, valid_to_month);

create or replace macro fact_interactions_as_of(last_month) as table
select * exclude (valid_to_month, superseded_by, ended_as, is_current)
from fact_interactions_history
where is_valid_in(last_month, valid_from_month, valid_to_month);

-- The monthly report as of a month (YYYYMM), or as of the last loaded month before it.
create or replace macro support_report_as_of(last_month) as table
select * exclude (as_of_month, month_start)
from support_report_history
where as_of_month <= last_month
qualify as_of_month = max(as_of_month) over ();
