-- Which departments does the work come from?
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
            then
                'No interaction of ' || coalesce(isolated(contact_center()) || ' in ', '')
                || months.month_in_words || ' has a known department.'
        when largest.share = 100
            then
                'All interactions of ' || coalesce(isolated(contact_center()) || ' in ', '')
                || months.month_in_words || ' are of '
                || largest.names || '.'
        else
            largest.names || case
                when largest.departments = 1 then ' had the largest share'
                else ' each had the largest share'
            end
            || ' of interactions' || coalesce(' of ' || isolated(contact_center()), '') || ' in '
            || months.month_in_words || ': ' || in_digits(largest.share, 1) || ' percent'
            || case
                when fastest.department is not null
                    then
                        '. ' || isolated(fastest.department) || ' gained the most since '
                        || before.month_in_words || ': '
                        || in_digits(fastest.share_change, 1) || ' percentage points, to '
                        || in_digits(fastest.share, 1) || ' percent.'
                when before.month_in_words is not null
                    then '. No share has grown significantly since ' || before.month_in_words || '.'
                else '.'
            end
    end as finding,
    'Share of interactions in ' || months.month_in_words || ', in percent.'
    || case
        when before.month_in_words is null then ''
        else ' Changes since ' || before.month_in_words || ' are in percentage points.'
    end as scope,
    'select * from '
    || case
        when contact_center() is null then 'departments_by_month' else 'support_report'
    end
    || ' where month = ''' || months.latest_month || '''' || condition('and')
    || ' and total_interactions > 0 order by department' as query
from largest
inner join months
    on months.is_latest
left join months as before
    on before.is_before
left join fastest
    on true;

with
overall as (
    select
        figures.department,
        100 * figures.share_of_month as share
    from departments_by_month as figures
    inner join months
        on figures.month_start = months.month_start
    where months.is_latest and contact_center() is not null
)

select
    departments.department,
    departments.interactions,
    departments.share,
    departments.share_change,
    departments.is_significant,
    overall.share as overall_share
from departments
left join overall
    on departments.department = overall.department
order by departments.interactions desc, departments.department asc;

select * exclude (is_latest, is_before)
from department_figures
where is_latest and total_interactions > 0
order by department
