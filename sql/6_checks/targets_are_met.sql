-- Targets that were missed in the last month with interactions. Builds do not report them: they are
-- not a problem of the files.
-- run: check
with
last_month as (
    select max(month_start) as month_start
    from dim_months
    where has_interactions
),

missed as (
    select
        targets.*,
        abs(targets.difference) / nullif(targets.target, 0) as share
    from targets_by_month as targets
    inner join last_month
        on targets.month_start = last_month.month_start
    where not targets.is_met
)

select
    'targets_by_month' as file_name,
    counted(count(*), 'target was', 'targets were') || ' missed in ' || min(month) as what,
    count(*) as occurrences,
    max_by(
        contact_center_name || ': ' || replace(metric, '_', ' ') || ' ' || value || ', target '
        || target,
        share
    ) as example,
    '' as advice
from missed
having count(*) > 0
