-- Changes from the previous month that are statistically significant, or not: one row per month
-- that can be compared, contact center (null for all) and measure. The strongest evidence of a
-- month comes first. The formulas are in `4_core/statistics.sql`.
with
measured as materialized (
    select *
    from measures_by_month
),

compared as (
    select
        months.month,
        months.month_start,
        latest.contact_center_name,
        latest.measure,
        latest.observations,
        before.observations as observations_before,
        latest.total,
        before.total as total_before,
        latest.total / nullif(latest.observations, 0) as value,
        before.total / nullif(before.observations, 0) as value_before,
        latest.measure = 'abandonment_rate' as is_proportion,
        case
            when latest.measure = 'abandonment_rate'
                then standard_error_of_proportions(
                    latest.total, latest.observations, before.total, before.observations
                )
            else standard_error_of_means(
                latest.variance, latest.observations, before.variance, before.observations
            )
        end as standard_error,
        degrees_of_freedom(
            latest.variance, latest.observations, before.variance, before.observations
        ) as freedom
    from month_comparisons as months
    inner join measured as latest
        on months.month_start = latest.month_start
    inner join measured as before
        on
            months.previous_month = before.month_start
            and latest.contact_center_name is not distinct from before.contact_center_name
            and latest.measure = before.measure
    where latest.observations > 0 and before.observations > 0
),

judged as (
    select
        *,
        value - value_before as change,
        least(observations, observations_before) >= minimum_observations()
        and (
            not is_proportion
            or least(
                total + total_before,
                observations + observations_before - total - total_before
            ) * least(observations, observations_before)
            >= minimum_of_each_kind() * (observations + observations_before)
        ) as is_tested,
        case
            when is_proportion then (value - value_before) / nullif(standard_error, 0)
            else normal_deviate((value - value_before) / nullif(standard_error, 0), freedom)
        end as deviate
    from compared
),

-- A standard error of 0 means no variance: any difference is certain.
tested as (
    select
        *,
        -abs(deviate) as rank_of_deviate,
        case
            when not is_tested then null
            when rounded(change, 4) = 0 then 1
            when standard_error > 0 then p_value(deviate)
            else 0
        end as p_value,
        sum(case when is_tested then 1 else 0 end) over (
            partition by month_start, contact_center_name is null
        ) as comparisons
    from judged
)

select
    tested.month,
    tested.month_start,
    tested.contact_center_name,
    tested.measure,
    rounded(tested.value, 4) as value,
    rounded(tested.value_before, 4) as value_previous_month,
    tested.observations,
    tested.observations_before as observations_previous_month,
    rounded(tested.change, 4) as change,
    growth(tested.value, tested.value_before) as growth,
    rounded(tested.standard_error, 4) as standard_error,
    rounded(tested.deviate, 2) as z_score,
    case
        when tested.is_tested then rounded(least(1, tested.p_value * tested.comparisons), 6)
    end as adjusted_p_value,
    tested.change <> 0 and (tested.change > 0) = not metrics.is_higher_better as is_worse,
    coalesce(tested.p_value * tested.comparisons < significance_level(), false) as is_significant,
    row_number() over (
        partition by tested.month_start
        order by
            tested.p_value nulls last,
            tested.rank_of_deviate nulls last,
            tested.contact_center_name nulls first,
            tested.measure
    ) as evidence_rank
from tested
inner join dim_metrics as metrics
    on tested.measure = metrics.metric
order by tested.month_start, evidence_rank
