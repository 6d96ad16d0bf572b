-- The last month with interactions against the one before it: one row per figure. A month after
-- that of the last file is a mistyped year, and not the last month.
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
            from processed_files as files
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
    select
        months_ago,
        month,
        unnest([
            {'position': 1, 'figure': 'Interactions', 'value': interactions},
            {'position': 2, 'figure': 'Phone calls', 'value': calls},
            {'position': 3, 'figure': 'Minutes a call', 'value': round(call_minutes, 2)},
            {
                'position': 4,
                'figure': 'Minutes of handle time a call',
                'value': round(handle_minutes, 2)
            },
            {'position': 5, 'figure': 'Rating, 1 to 5', 'value': round(rating, 2)},
            {
                'position': 6,
                'figure': 'Percent in business hours',
                'value': round(business_hours, 1)
            }
        ], recursive := true)
    from numbered
    where months_ago <= 2
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
