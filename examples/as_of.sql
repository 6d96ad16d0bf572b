-- Compares the report as sent after February with the current report. Shows the rows that differ.
-- Run: duckdb -readonly warehouse.duckdb < examples/as_of.sql
select
    month,
    contact_center_name,
    department,
    sent.total_interactions as as_sent,
    today.total_interactions as today
from support_report_as_of(202502) as sent
full join support_report as today
    using (month, contact_center_name, department)
where sent.total_interactions is distinct from today.total_interactions
order by month, contact_center_name, department;
