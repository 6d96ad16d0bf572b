-- The last month with interactions against the one before it: one row per figure. A month after
-- that of the last file is a slip of the pen, and not the last month.
with
months as (
    select
        month,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        avg(call_duration_minutes) filter (where is_call) as call_minutes,
        avg(minutes_to_resolution) filter (where is_call) as handle_minutes,
        avg(rating_in_scale(satisfaction_rating)) as rating,
        100.0 * count(*) filter (where is_business_hours) / count(*) as business_hours
    from interactions_wide
    where
        month <= (
            select month_of_file(max(files.month))
            from ops.processed_files as files
        )
    group by month
),

numbered as (
    select
        *,
        row_number() over (order by month desc) as months_ago
    from months
),

figures as (
    {% for figure, column, digits in (
        ('Interactions', 'interactions', 0),
        ('Phone calls', 'calls', 0),
        ('Minutes a call', 'call_minutes', 2),
        ('Minutes of handle time a call', 'handle_minutes', 2),
        ('Rating, 1 to 5', 'rating', 2),
        ('Percent in business hours', 'business_hours', 1),
    ) %}
    select
        {{ loop.index | number }} as position,
        {{ figure | literal }} as figure,
        months_ago,
        month,
        round({{ column | identifier }}, {{ digits | number }}) as value
    from numbered
    where months_ago <= 2
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select
    latest.figure,
    latest.month,
    latest.value,
    before.month as month_before,
    before.value as value_before,
    round(latest.value - before.value, 2) as change
from figures as latest
left join figures as before
    on
        latest.figure = before.figure
        and before.months_ago = 2
where latest.months_ago = 1
order by latest.position
