-- Which contact center had the most interactions in each quarter?
with
counted as (
    select
        *,
        sum(total_interactions) over (partition by quarter) as total_of_quarter
    from contact_centers_by_quarter
    where
        quarter in (
            select year(months.month_start) || '-Q' || quarter(months.month_start)
            from dim_months as months
        )
)

select
    string_agg(contact_center_name, ' and ' order by contact_center_name)
    || ' had the most interactions in ' || quarter || ': '
    || case when count(*) = 1 then '' else 'each ' end || max(total_interactions)
    || ' of ' || max(total_of_quarter) || '.' as answer
from counted
where rank_in_quarter = 1
group by quarter
order by quarter;

select
    quarter,
    rank_in_quarter,
    contact_center_name,
    total_interactions
from contact_centers_by_quarter
where
    quarter in (
        select year(months.month_start) || '-Q' || quarter(months.month_start)
        from dim_months as months
    )
order by quarter, rank_in_quarter, contact_center_name;
