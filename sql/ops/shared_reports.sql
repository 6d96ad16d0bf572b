-- Stores the reports that every page of a dashboard reads, so that many pages compute them once. A
-- temporary table has precedence over the view of its name.
create temp table dim_months as
select * from dim_months;

create temp table interactions_by_month as
select * from interactions_by_month;

create temp table contact_centers_by_month as
select * from contact_centers_by_month;

create temp table departments_by_month as
select * from departments_by_month;

create temp table measure_changes as
select * from measure_changes;

create temp table targets_by_month as
select * from targets_by_month;

create temp table support_report as
select * from support_report;

create temp table support_report_causes as
select * from support_report_causes;

create temp table staffing_by_hour as
select * from staffing_by_hour;

create temp table interactions_by_business_hours as
select * from interactions_by_business_hours;

create temp table data_quality_by_file as
select * from data_quality_by_file;
