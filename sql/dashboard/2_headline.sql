-- How was the last month, beside the one before and the same month a year before?
with
figures as (
    select
        max(case when ordinal = 1 then value end) as interactions,
        max(case when ordinal = 1 then change end) as interactions_change,
        max(case when ordinal = 2 then value end) as calls,
        max(case when ordinal = 3 then value end) as abandoned,
        max(case when ordinal = 4 then value end) as minutes,
        max(case when ordinal = 4 and is_significant then change end) as minutes_change,
        bool_or(ordinal = 4 and is_tested and not is_significant) as is_as_long,
        max(case when ordinal = 5 then value end) as rating,
        max(case when ordinal = 5 then note end) as ratings,
        max(case when ordinal = 5 and is_significant then change end) as rating_change,
        bool_or(ordinal = 5 and is_tested and not is_significant) as is_as_good
    from headline
),

months_in_words as (
    select
        max(month_in_words) filter (where is_latest) as latest,
        bool_or(is_complete) filter (where is_latest) as is_complete,
        max(month_in_words) filter (where is_before) as before,
        case when contact_center() is null then '' else 'in ' end
        || max(month_in_words) filter (where is_before) as in_before,
        max(month_in_words) filter (where is_last_year) as last_year,
        min(month_start) as first_day,
        max(month_start) as last_day,
        count(*) as number
    from months
)

select
    concat_ws(
        ' ',
        coalesce(isolated(contact_center()), months.latest) || ' had '
        || counted(figures.interactions, 'interaction', 'interactions')
        || case when contact_center() is null then '' else ' in ' || months.latest end
        || case
            when figures.interactions_change = 0 then ', as many as ' || months.in_before
            else
                coalesce(
                    ', ' || in_words(figures.interactions_change, 0, 'more', 'fewer') || ' than '
                    || months.in_before,
                    ''
                )
        end || '.',
        case
            when figures.calls = 0 then 'There were no phone calls.'
            when figures.abandoned = 100 and figures.calls = 1
                then 'Its only phone call was abandoned.'
            when figures.abandoned = 100
                then 'All ' || in_digits(figures.calls, 0) || ' phone calls were abandoned.'
            when figures.minutes is null
                then 'The time that agents took to resolve a call is unknown.'
            else
                'Agents took ' || in_digits(figures.minutes, 1)
                || ' minutes on average to resolve a call'
                || coalesce(
                    ', ' || in_words(figures.minutes_change, 1, 'more', 'less') || ' than in '
                    || months.before,
                    case when figures.is_as_long then ' (no significant change)' else '' end
                ) || '.'
        end,
        case
            when figures.rating is null
                then 'No ratings were given.'
            else
                capitalized(audience()) || ' rated support ' || in_digits(figures.rating, 2)
                || ' out of 5 on average, ' || case
                    when starts_with(figures.ratings, 'based') then figures.ratings
                    else 'based on ' || figures.ratings
                end
                || coalesce(
                    '; that is ' || in_words(figures.rating_change, 2, 'better', 'worse')
                    || ' than in ' || months.before,
                    case when figures.is_as_good then ' (no significant change)' else '' end
                ) || '.'
        end
    ) as finding,
    case
        when months.before is null and months.last_year is null
            then
                case
                    when months.is_complete then 'No complete month to compare with.'
                    else 'Incomplete months are not compared.'
                end
        else
            'Compared with '
            || concat_ws(
                ' and ', months.before, months.last_year || ' (a year before)'
            )
            || '. A change is marked better or worse only if chance alone is unlikely to explain'
            || ' it. Each line covers '
            || counted(months.number, 'month', 'months')
            || '; its scale runs from the lowest to the highest value.'
    end as scope,
    'select * from '
    || case
        when contact_center() is null then 'interactions_by_month'
        else 'contact_centers_by_month'
    end
    || ' where month_start between date ''' || months.first_day
    || ''' and date ''' || months.last_day || '''' || condition('and') || ' order by month_start'
        as query
from figures
cross join months_in_words as months
where months.latest is not null
union all
select
    'No interactions yet.' as finding,
    '' as scope,
    '' as query
where not exists (select months.month from months);

select *
from headline
order by ordinal;

select *
from month_figures
order by month_start
