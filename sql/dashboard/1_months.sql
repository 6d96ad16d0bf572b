-- What the page is about, read once for all its panels; and how its sentences write a number.
create or replace temp macro in_digits(value, digits) as
format('{:,.' || digits || 'f}', cast(value as double));

-- 0.4 longer, 0.4 shorter; null where nothing has changed or there is nothing to compare with.
create or replace temp macro in_words(change, digits, more, less) as
case
    when change > 0 then in_digits(change, digits) || ' ' || more
    when change < 0 then in_digits(-change, digits) || ' ' || less
end;

-- Figures of each month, contact center and department.
create or replace temp table counted as
select
    month_start,
    contact_center_name,
    department,
    count(*) as interactions,
    count(*) filter (where is_call and agent_id is null) as abandoned_calls,
    count(*) filter (where is_call) as calls,
    count(call_duration_minutes) filter (where is_call) as calls_with_duration,
    sum(call_duration_minutes) filter (where is_call) as call_minutes,
    count(minutes_to_resolution) filter (where is_call) as calls_with_times,
    sum(minutes_to_resolution) filter (where is_call) as handle_minutes,
    sum(minutes_after_resolution) filter (where is_call) as after_minutes,
    count(rating_in_scale(satisfaction_rating)) as ratings,
    sum(rating_in_scale(satisfaction_rating)) as rating_sum
from interactions_wide
group by all;

-- The last month with interactions and the eleven before it, as far as there are any. A month after
-- that of the last file is a mistyped year, and not the last month.
create or replace temp table months as
with
latest as (
    select
        min(month_start) as first_month,
        max(month_start) filter (
            where month_start <= (
                select first_day_of(max(files.month))
                from processed_files as files
            )
        ) as last_month
    from counted
),

numbered as (
    select
        ago.months_ago,
        latest.first_month,
        cast(latest.last_month - to_months(ago.months_ago) as date) as month_start
    from latest
    cross join (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11))
        as ago (months_ago)
)

select
    months_ago,
    month_start,
    strftime(month_start, '%Y-%m') as month,
    strftime(month_start, '%B %Y') as month_in_words
from numbered
where month_start >= first_month
