-- Which month had the most interactions?
with
counted as (
    select
        *,
        sum(total_interactions) over () as total_of_all
    from interactions_by_month
    where
        month in (
            select months.month
            from dim_months as months
        )
)

select
    string_agg(strftime(month_start, '%B %Y'), ' and ' order by month_start)
    || ' had the most interactions: '
    || case when count(*) = 1 then '' else 'each ' end || max(total_interactions)
    || ' of ' || max(total_of_all) || '.' as answer
from counted
where rank_by_interactions = 1
having count(*) > 0;

select
    month,
    rank_by_interactions,
    total_interactions
from interactions_by_month
where
    month in (
        select months.month
        from dim_months as months
    )
order by month;
