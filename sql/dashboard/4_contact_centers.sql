-- Which contact centers got worse since the month before? What got worse is the handle time that is
-- longer and the rating that is lower, each as a share of what it was.
create or replace temp table contact_centers as
with
names as (
    select distinct contact_center_name
    from counted
    where month_start in (select months.month_start from months)
),

by_month as (
    select
        names.contact_center_name,
        months.months_ago,
        months.is_latest,
        months.is_before,
        case when months.has_interactions then coalesce(sum(counted.interactions), 0) end
            as interactions,
        round(sum(counted.handle_minutes) / nullif(sum(counted.calls_with_times), 0), 1)
            as handle_minutes,
        coalesce(sum(counted.ratings), 0) as ratings,
        round(sum(counted.rating_sum) / nullif(sum(counted.ratings), 0), 2) as rating
    from names
    cross join months
    left join counted
        on
            months.month_start = counted.month_start
            and names.contact_center_name = counted.contact_center_name
    group by
        names.contact_center_name,
        months.months_ago,
        months.has_interactions,
        months.is_latest,
        months.is_before
),

compared as (
    select
        contact_center_name,
        max(interactions) filter (where is_latest) as interactions,
        max(interactions) filter (where is_before) as interactions_before,
        max(handle_minutes) filter (where is_latest) as handle_minutes,
        max(handle_minutes) filter (where is_before) as handle_minutes_before,
        max(ratings) filter (where is_latest) as ratings,
        max(rating) filter (where is_latest) as rating,
        max(rating) filter (where is_before) as rating_before,
        list(interactions order by months_ago desc) as interactions_by_month,
        list(handle_minutes order by months_ago desc) as handle_minutes_by_month,
        list(rating order by months_ago desc) as rating_by_month
    from by_month
    group by contact_center_name
)

select
    *,
    interactions - interactions_before as interactions_change,
    round(handle_minutes - handle_minutes_before, 1) as handle_minutes_change,
    round(rating - rating_before, 2) as rating_change,
    contact_center_name <> 'Unknown' as is_center,
    round(
        coalesce(handle_minutes / nullif(handle_minutes_before, 0) - 1, 0)
        - coalesce(rating / nullif(rating_before, 0) - 1, 0),
        4
    ) as worsening
from compared;

with
worst as (
    select *
    from contact_centers
    where is_center
    order by worsening desc, handle_minutes desc, contact_center_name asc limit 1
),

lowest as (
    select *
    from contact_centers
    where is_center
    order by rating, contact_center_name
    limit 1
),

counts as (
    select
        count(*) as centers,
        count(*) filter (where handle_minutes_change > 0 and rating_change < 0) as worse_in_both,
        count(*) filter (where worsening > 0) as worse,
        count(interactions_before) as compared
    from contact_centers
    where is_center
)

select
    case
        when counts.compared = 0
            then
                worst.contact_center_name || ' takes longest to resolve a call, '
                || coalesce(in_digits(worst.handle_minutes, 1) || ' minutes', 'as far as is known')
                || coalesce(
                    '; ' || lowest.contact_center_name || ' is rated lowest, '
                    || in_digits(lowest.rating, 2),
                    ''
                )
        when counts.worse = 0 then 'No contact center got worse since ' || before.month_in_words
        else
            worst.contact_center_name || ' worsened most since ' || before.month_in_words || ': '
            || concat_ws(
                case
                    when worst.handle_minutes_change * worst.rating_change > 0 then ', but '
                    else ', and '
                end,
                'its calls take ' || in_digits(worst.handle_minutes, 1) || ' minutes to resolve, '
                || in_words(worst.handle_minutes_change, 1, 'longer', 'shorter'),
                'its rating is ' || in_digits(worst.rating, 2) || ', '
                || in_words(worst.rating_change, 2, 'higher', 'lower')
            )
            || '. ' || counts.worse_in_both || ' of ' || counts.centers
            || case when counts.centers = 1 then ' center is' else ' centers are' end
            || ' worse in both'
    end || '.' as finding,
    'All contact centers in ' || months.month_in_words || ', by '
    || coalesce(
        'the percent by which minutes rose and ratings fell since ' || before.month_in_words,
        'minutes'
    )
    || '. Minutes are from the start of a call to its resolution.' as scope
from worst
cross join lowest
cross join counts
inner join months
    on months.is_latest
left join months as before
    on before.is_before;

select
    contact_center_name as contact_center,
    interactions,
    interactions_change,
    interactions_by_month,
    handle_minutes,
    handle_minutes_change,
    handle_minutes_by_month,
    ratings,
    rating,
    rating_change,
    rating_by_month,
    worsening
from contact_centers
order by is_center desc, worsening desc, handle_minutes desc nulls last, contact_center_name asc
