-- What the page is about, read once for all its panels; and how its sentences write a number.
create or replace temp macro in_digits(value, digits) as
format('{:,.' || digits || 'f}', cast(value as double));

-- 0.4 longer, 0.4 shorter; null where nothing has changed or there is nothing to compare with.
create or replace temp macro in_words(change, digits, more, less) as
case
    when change > 0 then in_digits(change, digits) || ' ' || more
    when change < 0 then in_digits(-change, digits) || ' ' || less
end;

-- March 14; the year is that of its month.
create or replace temp macro day_in_words(day_) as
strftime(day_, '%B ') || day(day_);

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

-- The last twelve months that were loaded.
create or replace temp table shown_months as
select
    *,
    strftime(month_start, '%B %Y')
    || case
        when last_day < last_day(month_start) then ' through ' || day_in_words(last_day)
        when first_day > month_start then ' from ' || day_in_words(first_day)
        else ''
    end as month_in_words
from dim_months
order by month_start desc
limit 12;

-- Those up to the last one with interactions, which the page is about, by how long before it they
-- are. The one before it is there to compare with only if both are complete.
create or replace temp table months as
with
latest as (
    select
        month_start,
        previous_month
    from shown_months
    where has_interactions
    order by month_start desc
    limit 1
)

select
    date_diff('month', shown.month_start, latest.month_start) as months_ago,
    shown.month_start,
    shown.month,
    shown.month_in_words,
    shown.has_interactions,
    shown.month_start = latest.month_start as is_latest,
    coalesce(shown.month_start = latest.previous_month, false) as is_before
from shown_months as shown
inner join latest
    on shown.month_start <= latest.month_start
