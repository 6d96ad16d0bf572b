-- One row per month with interactions: the first and the last day that its interactions cover. A
-- month is complete unless it begins late or ends early. That is the case if the days without
-- interactions at the start or end are at least two, and more than the usual gap plus one (the
-- median over months of the longest gap inside a month); at the rate of the other days, with ten
-- interactions or more, they would have ten or more; and they have less than a twentieth of that.
with
-- Interactions are counted by hour before the conversion to local time, because hours are few.
by_hour as (
    select
        month_start,
        date_trunc('hour', interaction_start_utc) as start_hour_utc,
        count(*) as interactions
    from fact_interactions
    where month_start is not null
    group by month_start, start_hour_utc
),

-- In a zone such as +05:30, midnight is inside a UTC hour. `greatest` and `least` keep such hours
-- in their month.
by_day as (
    select
        month_start,
        greatest(
            month_start,
            least(last_day(month_start), cast(local_time(start_hour_utc) as date))
        ) as start_date,
        sum(interactions) as interactions
    from by_hour
    group by month_start, start_date
),

days as (
    select
        *,
        day(start_date) as day_number,
        day(last_day(month_start)) as number_of_days,
        lead(day(start_date)) over (
            partition by month_start
            order by start_date
        ) as next_day_number
    from by_day
),

longest as (
    select max(next_day_number - day_number - 1) as gap
    from days
    group by month_start
),

usual as (
    select greatest(1, coalesce(median(gap), 0) + 1) as gap
    from longest
),

sums as (
    select
        *,
        sum(interactions) over (
            partition by month_start
            order by start_date
        ) as since_start,
        sum(interactions) over (
            partition by month_start
            order by start_date desc
        ) as until_end
    from days
),

ends as (
    select
        month_start,
        start_date,
        since_start,
        until_end,
        day_number - 1 as days_before,
        since_start - interactions as interactions_before,
        until_end / (number_of_days - day_number + 1) * (day_number - 1)
            as expected_before,
        number_of_days - day_number as days_after,
        until_end - interactions as interactions_after,
        since_start / day_number * (number_of_days - day_number) as expected_after
    from sums
),

found as (
    select
        ends.month_start,
        max(ends.start_date) filter (
            where
            ends.days_before > usual.gap
            and ends.until_end >= 10
            and ends.expected_before >= 10
            and ends.interactions_before < ends.expected_before / 20
        ) as first_day,
        min(ends.start_date) filter (
            where
            ends.days_after > usual.gap
            and ends.since_start >= 10
            and ends.expected_after >= 10
            and ends.interactions_after < ends.expected_after / 20
        ) as last_day
    from ends
    cross join usual
    group by ends.month_start
)

select
    month_start,
    coalesce(first_day, month_start) as first_day,
    coalesce(last_day, last_day(month_start)) as last_day
from found
