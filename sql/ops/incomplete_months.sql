-- Missing and incomplete months, with the days that their interactions cover.
select
    month,
    has_interactions,
    first_day,
    last_day
from dim_months
where not is_complete
order by month_start
