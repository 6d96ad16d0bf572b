-- Targets and actual values: one row per month, contact center and metric with a target in force
-- (`settings/targets.csv`).
with
measured as (
    select
        figures.*,
        centers.contact_center_id
    from contact_centers_by_month as figures
    inner join dim_contact_centers as centers
        on figures.contact_center_name = centers.contact_center_name
),

beside as (
    select
        measured.month_start,
        measured.contact_center_name,
        metrics.metric,
        metrics.is_higher_better,
        min(coalesce(own_target.target, all_target.target)) as target,
        any_value(
            case metrics.metric
                when 'average_handle_minutes' then measured.average_handle_minutes
                when 'median_handle_minutes' then measured.median_handle_minutes
                when 'p90_handle_minutes' then measured.p90_handle_minutes
                when 'abandonment_rate' then measured.abandonment_rate
                when 'average_rating' then measured.average_rating
                when 'share_rated_4_or_5' then measured.share_rated_4_or_5
                when 'share_resolved_within_target' then measured.share_resolved_within_target
            end
        ) as value
    from dim_metrics as metrics
    cross join measured
    left join target_periods as own_target
        on
            metrics.metric = own_target.metric
            and measured.contact_center_id = own_target.contact_center_id
            and measured.month_start >= own_target.first_month
            and measured.month_start < own_target.until_month
    left join target_periods as all_target
        on
            metrics.metric = all_target.metric
            and all_target.contact_center_id = '*'
            and measured.month_start >= all_target.first_month
            and measured.month_start < all_target.until_month
    where
        metrics.metric <> 'resolution_minutes'
        and (own_target.target is not null or all_target.target is not null)
    group by
        measured.month_start,
        measured.contact_center_name,
        metrics.metric,
        metrics.is_higher_better
)

select
    month_name(beside.month_start) as month,
    beside.month_start,
    beside.contact_center_name,
    beside.metric,
    beside.value,
    beside.target,
    rounded(beside.value - beside.target, 4) as difference,
    case
        when beside.is_higher_better then beside.value >= beside.target
        else beside.value <= beside.target
    end as is_met
from beside
order by beside.month_start, beside.contact_center_name, beside.metric
