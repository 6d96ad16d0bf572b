-- Shows how each later month restated the report of January.
-- Run: duckdb -readonly warehouse.duckdb < examples/restated_january.sql
select
    changed_in_month,
    contact_center_name,
    department,
    total_interactions_after - total_interactions_before as interactions,
    total_call_duration_after - total_call_duration_before as call_minutes,
    interactions_changed
from support_report_restatements
where month = '2025-01'
order by changed_in_month, contact_center_name, department;
