-- Which departments does the work come from?
create or replace temp table departments as
with
sizes as (
    select
        counted.department,
        sum(counted.interactions) filter (where months.is_latest) as interactions,
        sum(counted.interactions) filter (where months.is_before) as interactions_before
    from counted
    inner join months
        on counted.month_start = months.month_start
    where months.is_latest or months.is_before
    group by counted.department
),

shares as (
    select
        department,
        coalesce(interactions, 0) as interactions,
        round(100 * coalesce(interactions, 0) / sum(interactions) over (), 1) as share,
        round(100 * coalesce(interactions_before, 0) / sum(interactions_before) over (), 1)
            as share_before
    from sizes
)

select
    *,
    round(share - share_before, 1) as share_change
from shares;

with
largest as (
    select *
    from departments
    order by interactions desc, department asc
    limit 1
),

fastest as (
    select *
    from departments
    where share_change > 0
    order by share_change desc, department asc
    limit 1
)

select
    largest.department || ' has the largest share of ' || months.month_in_words || ', '
    || in_digits(largest.share, 1) || ' percent'
    || case
        when fastest.department is null then '.'
        when fastest.department = largest.department
            then
                ', and gained most since ' || before.month_in_words || ', '
                || in_digits(fastest.share_change, 1) || ' points.'
        else
            '; ' || fastest.department || ' gained most since ' || before.month_in_words || ', '
            || in_digits(fastest.share_change, 1) || ' points, and has '
            || in_digits(fastest.share, 1) || '.'
    end as finding,
    'Share of the interactions of ' || months.month_in_words
    || case
        when before.month_in_words is null then ', in percent.'
        else ', in percent; changes since ' || before.month_in_words || ' in points.'
    end as scope
from largest
inner join months
    on months.is_latest
left join months as before
    on before.is_before
left join fastest
    on fastest.department is not null;

select
    department,
    interactions,
    share,
    share_before,
    share_change
from departments
order by interactions desc, department asc
