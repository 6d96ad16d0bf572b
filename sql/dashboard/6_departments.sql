-- Which departments does the work come from?
create or replace temp table department_figures as
select
    figures.*,
    months.is_latest,
    months.is_before
from departments_by_month as figures
inner join months
    on figures.month_start = months.month_start
where months.is_latest or months.is_before;

create or replace temp table departments as
with
sizes as (
    select
        department,
        sum(total_interactions) filter (where is_latest) as interactions,
        sum(total_interactions) filter (where is_before) as interactions_before
    from department_figures
    where total_interactions > 0
    group by department
),

shares as (
    select
        department,
        coalesce(interactions, 0) as interactions,
        sum(interactions) over () as total,
        coalesce(interactions_before, 0) as interactions_before,
        sum(interactions_before) over () as total_before
    from sizes
),

compared as (
    select
        department,
        interactions,
        round(100 * interactions / total, 1) as share,
        100 * interactions / total - 100 * interactions_before / total_before as share_change,
        p_value(
            (interactions / total - interactions_before / total_before)
            / nullif(
                standard_error_of_proportions(
                    interactions, total, interactions_before, total_before
                ), 0
            )
        ) as p_value,
        least(total, total_before) >= minimum_observations()
        and interactions + interactions_before >= 2 * minimum_of_each_kind() as is_tested
    from shares
)

select
    *,
    coalesce(
        is_tested
        and p_value * count(*) filter (where is_tested) over () < significance_level(), false
    ) as is_significant
from compared;

with
largest as (
    select
        names_in_words(list(department order by department)) as names,
        count(*) as departments,
        any_value(share) as share,
        any_value(interactions) as interactions
    from departments
    where
        department <> 'Unknown'
        and interactions = (
            select max(known.interactions)
            from departments as known
            where known.department <> 'Unknown'
        )
),

fastest as (
    select *
    from departments
    where is_significant and share_change > 0 and department <> 'Unknown'
    order by share_change desc, department asc
    limit 1
)

select
    case
        when coalesce(largest.interactions, 0) = 0
            then 'No interaction of ' || months.month_in_words || ' has a known department.'
        when largest.share = 100
            then
                'All interactions of ' || months.month_in_words || ' are of '
                || largest.names || '.'
        else
            largest.names || case
                when largest.departments = 1 then ' has the largest share'
                else ' each have the largest share'
            end
            || ' of ' || months.month_in_words || ', ' || in_digits(largest.share, 1) || ' percent'
            || case
                when fastest.department is not null
                    then
                        '. ' || isolated(fastest.department) || ' gained most from '
                        || before.month_in_words || ': '
                        || in_digits(fastest.share_change, 1) || ' points, to '
                        || in_digits(fastest.share, 1) || ' percent.'
                when before.month_in_words is not null
                    then '; no share grew significantly from ' || before.month_in_words || '.'
                else '.'
            end
    end as finding,
    'Share of the interactions of ' || months.month_in_words
    || case
        when before.month_in_words is null then ', in percent.'
        else ', in percent; changes from ' || before.month_in_words || ' in points.'
    end as scope,
    'select * from departments_by_month where month = ''' || months.latest_month
    || ''' and total_interactions > 0 order by department' as query
from largest
inner join months
    on months.is_latest
left join months as before
    on before.is_before
left join fastest
    on true;

select
    department,
    interactions,
    share,
    share_change,
    is_significant
from departments
order by interactions desc, department asc;

select * exclude (is_latest, is_before)
from department_figures
where is_latest and total_interactions > 0
order by department
