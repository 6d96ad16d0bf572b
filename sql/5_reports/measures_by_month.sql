-- The input of `measure_changes`: one row per month, contact center (null for all) and measure,
-- with the number, the sum and the variance of the observations.
with
-- Squares are computed in hundredths, so that they are integers and their sums exact.
by_center as materialized (
    select
        month_start,
        contact_center_name,
        count(handle_minutes) as handled,
        sum(handle_minutes) as handle_total,
        sum(cast(100 * handle_minutes as bigint) * cast(100 * handle_minutes as bigint))
            as handle_squares,
        count(rating) as ratings,
        sum(rating) as rating_total,
        sum(cast(100 * rating as bigint) * cast(100 * rating as bigint)) as rating_squares,
        count(*) filter (where is_call) as calls,
        count(*) filter (where is_abandoned) as abandoned
    from interactions_wide
    group by month_start, contact_center_name
),

observed as materialized (
    select *
    from by_center
    where contact_center_name <> 'Unknown' -- not a contact center
    union all
    select
        month_start,
        cast(null as varchar) as contact_center_name,
        sum(handled) as handled,
        sum(handle_total) as handle_total,
        sum(handle_squares) as handle_squares,
        sum(ratings) as ratings,
        sum(rating_total) as rating_total,
        sum(rating_squares) as rating_squares,
        sum(calls) as calls,
        sum(abandoned) as abandoned
    from by_center
    group by month_start
)

select
    month_start,
    contact_center_name,
    'average_handle_minutes' as measure,
    cast(handled as bigint) as observations,
    cast(handle_total as double) as total,
    sample_variance(handled, handle_total, handle_squares / 10000) as variance
from observed
union all
select
    month_start,
    contact_center_name,
    'average_rating' as measure,
    cast(ratings as bigint) as observations,
    cast(rating_total as double) as total,
    sample_variance(ratings, rating_total, rating_squares / 10000) as variance
from observed
union all
select
    month_start,
    contact_center_name,
    'abandonment_rate' as measure,
    cast(calls as bigint) as observations,
    cast(abandoned as double) as total,
    cast(null as double) as variance -- the proportion determines it
from observed
