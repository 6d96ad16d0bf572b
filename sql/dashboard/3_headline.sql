-- How was the last month, beside the one before?
create or replace temp table headline as
with
by_month as (
    select
        months.months_ago,
        months.month_in_words,
        months.is_latest,
        months.is_before,
        case when months.has_interactions then coalesce(sum(counted.interactions), 0) end
            as interactions,
        case when months.has_interactions then coalesce(sum(counted.calls), 0) end as calls,
        round(sum(counted.call_minutes) / nullif(sum(counted.calls_with_duration), 0), 1)
            as call_minutes,
        round(sum(counted.handle_minutes) / nullif(sum(counted.calls_with_times), 0), 1)
            as handle_minutes,
        round(sum(counted.rating_sum) / nullif(sum(counted.ratings), 0), 2) as rating,
        round(100 * sum(counted.abandoned_calls) / nullif(sum(counted.calls), 0), 1) as abandoned
    from months
    left join counted
        on months.month_start = counted.month_start
    group by
        months.months_ago,
        months.month_in_words,
        months.has_interactions,
        months.is_latest,
        months.is_before
),

figures as (
    select
        months_ago,
        month_in_words,
        is_latest,
        is_before,
        unnest([
            struct_pack(ordinal := 1, name := 'Interactions', digits := 0, value := interactions),
            struct_pack(ordinal := 2, name := 'Phone calls', digits := 0, value := calls),
            struct_pack(
                ordinal := 3, name := 'Minutes a call', digits := 1, value := call_minutes
            ),
            struct_pack(
                ordinal := 4,
                name := 'Minutes to resolve',
                digits := 1,
                value := handle_minutes
            ),
            struct_pack(ordinal := 5, name := 'Rating, 1 to 5', digits := 2, value := rating),
            struct_pack(
                ordinal := 6, name := 'Calls abandoned, %', digits := 1, value := abandoned
            )
        ]) as figure
    from by_month
)

select
    figures.figure.ordinal,
    figures.figure.name as figure,
    figures.figure.digits,
    max(figures.month_in_words) filter (where figures.is_latest) as month,
    max(figures.month_in_words) filter (where figures.is_before) as month_before,
    max(figures.figure.value) filter (where figures.is_latest) as value,
    max(figures.figure.value) filter (where figures.is_before) as value_before,
    list(figures.figure.value order by figures.months_ago desc) as by_month,
    round(value - value_before, 2) as change
from figures
group by figures.figure.ordinal, figures.figure.name, figures.figure.digits;

select
    concat_ws(
        '; ',
        interactions.month || ' had ' || in_digits(interactions.value, 0)
        || case when interactions.value = 1 then ' interaction' else ' interactions' end
        || coalesce(
            ', ' || in_words(interactions.change, 0, 'more', 'fewer') || ' than '
            || interactions.month_before,
            ''
        ),
        'a call takes ' || in_digits(minutes.value, 1) || ' minutes'
        || coalesce(', ' || in_words(minutes.change, 1, 'longer', 'shorter'), ''),
        'members rate us ' || in_digits(rating.value, 2) || ' out of 5'
        || coalesce(', ' || in_words(rating.change, 2, 'better', 'worse'), '')
    ) || '.' as finding,
    case
        when interactions.month_before is null
            then 'There is no complete month before it to compare it with.'
        else
            'Changes are since ' || interactions.month_before || '; lines show '
            || len(interactions.by_month) || ' months, from their lowest value to their highest.'
    end as scope
from headline as interactions
inner join headline as minutes
    on minutes.ordinal = 3
inner join headline as rating
    on rating.ordinal = 5
where interactions.ordinal = 1
union all
select
    'No interactions yet.' as finding,
    '' as scope
where not exists (select months.month from months);

select
    figure,
    month,
    value,
    month_before,
    value_before,
    change,
    by_month,
    digits
from headline
order by ordinal
