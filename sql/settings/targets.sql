-- Invalid cells of `settings/targets.csv`, with the expected value.
with
known as (
    select string_agg(metric, ', ' order by metric) as metrics
    from dim_metrics
),

cells as (
    select
        targets.line,
        'metric' as column_name,
        targets.metric as cell,
        'one of ' || known.metrics as expected,
        metrics.metric is not null as is_valid
    from targets_rows as targets
    cross join known
    left join dim_metrics as metrics
        on targets.metric = metrics.metric
    union all
    select
        targets.line,
        'value' as column_name,
        targets.value as cell,
        case
            when metrics.highest = 1 then 'a number from 0 to 1'
            when metrics.highest = 5 then 'a number from 1 to 5'
            else 'a number of minutes above 0'
        end as expected,
        coalesce(
            setting_value(targets.value) between metrics.lowest and metrics.highest, false
        ) as is_valid
    from targets_rows as targets
    inner join dim_metrics as metrics
        on targets.metric = metrics.metric
    union all
    select
        line,
        'from_month' as column_name,
        from_month as cell,
        'a month like 202501' as expected,
        setting_month(from_month) is not null as is_valid
    from targets_rows
    union all
    select
        line,
        'contact_center_id' as column_name,
        contact_center_id as cell,
        'a contact_center_id, or * for all' as expected,
        contact_center_id is not null as is_valid
    from targets_rows
)

select
    line,
    column_name,
    cell,
    expected
from cells
where not is_valid
order by line, column_name
