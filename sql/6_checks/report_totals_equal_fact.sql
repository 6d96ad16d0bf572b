-- The totals of the report equal those of the fact table: no row is lost or duplicated by joins. A
-- month whose rows are accounted for cannot change that if the keys of the dimensions are unique.
-- run: full
with
report as (
    select
        coalesce(sum(total_interactions), 0) as interactions,
        coalesce(sum(total_calls), 0) as calls,
        coalesce(sum(total_call_duration::decimal(38, 4)), 0) as minutes
    from support_report
),

fact as (
    select
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        coalesce(sum(call_duration_minutes) filter (where is_call), 0) as minutes
    from fact_interactions
)

select
    report.interactions as report_interactions,
    fact.interactions as fact_interactions,
    report.calls as report_calls,
    fact.calls as fact_calls,
    report.minutes as report_minutes,
    fact.minutes as fact_minutes
from report
cross join fact
where
    report.interactions <> fact.interactions
    or report.calls <> fact.calls
    or abs(report.minutes - fact.minutes) > 0.01
