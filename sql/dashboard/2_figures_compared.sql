-- The headline figures of the last month, beside those of the month before, of the same month a
-- year before, and of all contact centers.
create or replace temp table headline as
with
by_month as (
    select
        months.months_ago,
        months.is_overall,
        months.is_latest,
        months.is_before,
        months.is_last_year,
        case when months.has_interactions then coalesce(figures.total_interactions, 0) end
            as interactions,
        case when months.has_interactions then coalesce(figures.total_calls, 0) end as calls,
        figures.growth_on_month_before,
        figures.growth_per_business_day_on_month_before,
        figures.abandonment_rate,
        figures.answered_calls,
        figures.average_handle_minutes,
        figures.median_handle_minutes,
        figures.average_rating,
        figures.ratings,
        figures.share_rated_4_or_5
    from shown_columns as months
    left join shown_figures as figures
        on
            months.month_start = figures.month_start
            and months.is_overall = figures.is_overall
),

figures as (
    select
        months_ago,
        is_overall,
        is_latest,
        is_before,
        is_last_year,
        unnest([
            struct_pack(
                ordinal := 1,
                name := 'Interactions',
                metric := '',
                digits := 0,
                value := cast(interactions as double),
                note := case
                    when growth_per_business_day_on_month_before <> growth_on_month_before
                        then
                            in_percent(growth_per_business_day_on_month_before)
                            || ' per business day'
                end
            ),
            struct_pack(
                ordinal := 2,
                name := 'Phone calls',
                metric := '',
                digits := 0,
                value := cast(calls as double),
                note := ''
            ),
            struct_pack(
                ordinal := 3,
                name := 'Calls abandoned, %',
                metric := 'abandonment_rate',
                digits := 1,
                value := 100 * abandonment_rate,
                note := 'of ' || counted(calls, 'call', 'calls')
            ),
            struct_pack(
                ordinal := 4,
                name := 'Minutes to resolve a call',
                metric := 'average_handle_minutes',
                digits := 1,
                value := average_handle_minutes,
                note := 'median ' || in_digits(median_handle_minutes, 1) || ', '
                || counted(answered_calls, 'answered call', 'answered calls')
            ),
            struct_pack(
                ordinal := 5,
                name := 'Rating, 1 to 5',
                metric := 'average_rating',
                digits := 2,
                value := average_rating,
                note := case when ratings < minimum_observations() then 'based on ' else '' end
                || counted(ratings, 'rating', 'ratings')
            ),
            struct_pack(
                ordinal := 6,
                name := 'Rated 4 or 5, %',
                metric := 'share_rated_4_or_5',
                digits := 1,
                value := 100 * share_rated_4_or_5,
                note := 'of ' || counted(ratings, 'rating', 'ratings')
            )
        ]) as figure
    from by_month
),

beside as (
    select
        figures.figure.ordinal,
        figures.figure.name as figure,
        figures.figure.metric,
        figures.figure.digits,
        max(figures.figure.value) filter (where figures.is_latest) as value,
        max(figures.figure.note) filter (where figures.is_latest) as note,
        max(figures.figure.value) filter (where figures.is_before) as value_before,
        max(figures.figure.value) filter (where figures.is_last_year) as value_last_year,
        max(figures.figure.value) filter (where figures.is_overall) as overall,
        list(figures.figure.value order by figures.months_ago desc)
        filter (where not figures.is_overall) as by_month
    from figures
    group by
        figures.figure.ordinal, figures.figure.name, figures.figure.metric, figures.figure.digits
)

select
    beside.*,
    beside.value - beside.value_before as change,
    case
        when not ends_with(beside.figure, '%')
            then 100 * growth(beside.value, beside.value_before)
    end as growth,
    beside.value - beside.value_last_year as change_last_year,
    case
        when not ends_with(beside.figure, '%')
            then 100 * growth(beside.value, beside.value_last_year)
    end as growth_last_year,
    coalesce(changes.is_significant, false) as is_significant,
    changes.adjusted_p_value is not null as is_tested,
    changes.is_worse,
    targets.target * case when ends_with(beside.figure, '%') then 100 else 1 end as target,
    targets.is_higher_better
from beside
left join changes
    on
        beside.metric = changes.measure
        and changes.contact_center_name is not distinct from contact_center()
left join headline_targets as targets
    on beside.metric = targets.metric
