-- The last month with interactions against the one before it: one row per figure. A month after
-- that of the last file is a mistyped year, and not the last month.
with
months as (
    select
        month,
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        round(avg(call_duration_minutes) filter (where is_call), 2) as call_minutes,
        round(avg(minutes_to_resolution) filter (where is_call), 2) as handle_minutes,
        round(avg(rating_in_scale(satisfaction_rating)), 2) as rating,
        round(100.0 * count(*) filter (where is_business_hours) / count(*), 1) as business_hours
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
            struct_pack(ordinal := 1, name := 'Interactions', value := interactions),
            struct_pack(ordinal := 2, name := 'Phone calls', value := calls),
            struct_pack(ordinal := 3, name := 'Minutes a call', value := call_minutes),
            struct_pack(
                ordinal := 4, name := 'Minutes of handle time a call', value := handle_minutes
            ),
            struct_pack(ordinal := 5, name := 'Rating, 1 to 5', value := rating),
            struct_pack(ordinal := 6, name := 'Percent in business hours', value := business_hours)
        ]) as figure
    from numbered
    where months_ago <= 2
)

select
    latest.figure.name as figure,
    latest.month,
    latest.figure.value,
    before.month as month_before,
    before.figure.value as value_before,
    round(latest.figure.value - before.figure.value, 2) as change
from figures as latest
left join figures as before
    on
        latest.figure.ordinal = before.figure.ordinal
        and before.months_ago = 2
where latest.months_ago = 1
order by latest.figure.ordinal
