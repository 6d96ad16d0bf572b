-- What members ask about: one row per month and category. One without an interaction in a month is
-- there too, so that a change to nothing is seen. Compared with the calendar
-- month before, if both are complete.
with
counted as (
    select
        month,
        month_start,
        category_name,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        rounded(avg(rating_in_scale(satisfaction_rating)), 2) as average_rating,
        count(rating_in_scale(satisfaction_rating)) as ratings
    from interactions_wide
    group by month, month_start, category_name
),

months as (
    select distinct
        month,
        month_start
    from counted
),

names as (
    select distinct category_name
    from counted
),

filled as (
    select
        months.month,
        months.month_start,
        names.category_name,
        coalesce(counted.interactions, 0) as total_interactions,
        coalesce(counted.calls, 0) as total_calls,
        counted.average_rating,
        coalesce(counted.ratings, 0) as ratings
    from months
    cross join names
    left join counted
        on
            months.month = counted.month
            and names.category_name = counted.category_name
),

compared as (
    select
        filled.*,
        earlier.total_interactions as interactions_month_before
    from filled
    left join dim_months as calendar
        on filled.month_start = calendar.month_start
    left join filled as earlier
        on
            calendar.previous_month = earlier.month_start
            and filled.category_name = earlier.category_name
)

select
    month,
    category_name,
    total_interactions,
    total_calls,
    rounded(
        total_interactions / sum(total_interactions) over (partition by month), 4
    ) as share_of_month,
    total_interactions - interactions_month_before as change_on_month_before,
    rounded(
        total_interactions / nullif(interactions_month_before, 0) - 1, 4
    ) as growth_on_month_before,
    average_rating,
    ratings,
    rounded(ratings / nullif(total_interactions, 0), 4) as response_rate
from compared
order by month, category_name
