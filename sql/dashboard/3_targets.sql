-- Which targets did the last month miss, and by how much?
create or replace temp table target_figures as
select figures.*
from targets_by_month as figures
inner join months
    on figures.month_start = months.month_start
where months.is_latest and is_shown(figures.contact_center_name);

create or replace temp table targets as
select
    targets.contact_center_name,
    targets.metric,
    replace(targets.metric, '_', ' ') as metric_in_words,
    case when metrics.highest = 1 then '%' else '' end as unit,
    case when metrics.highest = 1 then 1 else 2 end as digits,
    case when metrics.highest = 1 then 100 else 1 end * targets.value as value,
    case when metrics.highest = 1 then 100 else 1 end * targets.target as target,
    case when metrics.highest = 1 then 100 else 1 end * abs(targets.difference) as miss,
    targets.is_met,
    row_number() over (
        order by
            targets.is_met,
            -abs(targets.difference) / nullif(targets.target, 0),
            targets.contact_center_name,
            targets.metric
    ) as miss_rank
from target_figures as targets
inner join dim_metrics as metrics
    on targets.metric = metrics.metric
where targets.is_met is not null;

with
counts as (
    select
        count(*) as targets,
        count(*) filter (where not is_met) as missed
    from targets
),

worst as (
    select *
    from targets
    where miss_rank = 1 and not is_met
)

select
    case
        when counts.missed = 0 and counts.targets = 1
            then 'The only target was met in ' || months.month_in_words || '.'
        when counts.missed = 0
            then 'All ' || counts.targets || ' targets were met in ' || months.month_in_words || '.'
        else
            case
                when counts.targets = 1 then 'The only target was missed in '
                else
                    counts.missed || ' of ' || counts.targets || ' targets '
                    || case when counts.missed = 1 then 'was' else 'were' end || ' missed in '
            end
            || months.month_in_words || '. ' || isolated(worst.contact_center_name)
            || case
                when counts.missed = 1 then ' missed it: '
                else ' missed its target by the largest percentage: '
            end
            || worst.metric_in_words || ' ' || in_digits(worst.value, worst.digits) || worst.unit
            || ', target ' || in_digits(worst.target, worst.digits) || worst.unit || '.'
    end as finding,
    'Targets are those of settings/targets.csv, as in force in the month. Misses are ordered by'
    || ' their percentage of the target.' as scope,
    'select * from targets_by_month where month = ''' || months.latest_month || ''''
    || condition('and') || ' order by contact_center_name, metric' as query
from counts
inner join months
    on months.is_latest
left join worst
    on true
where counts.targets > 0;

select
    contact_center_name as contact_center,
    metric_in_words as metric,
    unit,
    digits,
    value,
    target,
    miss,
    count(*) over () as missed
from targets
where not is_met
order by miss_rank
limit 6;

select *
from target_figures
order by contact_center_name, metric
