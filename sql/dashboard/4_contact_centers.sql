-- Which contact centers changed by more than chance since the previous month? The finding names the
-- one with the strongest evidence among those that got worse, or else among those that got better.
with
named_first as (
    select
        contact_center_name,
        is_worse
    from change_sentences
    order by not is_worse, evidence_rank
    limit 1
),

named as (
    select
        named_first.contact_center_name,
        named_first.is_worse,
        string_agg(change_sentences.sentence, ', and ' order by change_sentences.evidence_rank)
            as sentences
    from named_first
    inner join change_sentences
        on
            named_first.contact_center_name = change_sentences.contact_center_name
            and named_first.is_worse = change_sentences.is_worse
    group by named_first.contact_center_name, named_first.is_worse
),

counts as (
    select
        count(*) filter (where is_center and interactions > 0) as centers,
        count(*) filter (where is_worse) as worse,
        count(*) filter (where is_better) as better,
        max_by(contact_center_name, interactions) filter (where is_center) as largest,
        max(interactions) filter (where is_center) as most,
        sum(interactions) filter (where is_center or contact_center() is null) as interactions
    from contact_centers
),

tests as (
    select count(adjusted_p_value) as tests
    from changes
    where contact_center_name is not null and is_shown(contact_center_name)
)

select
    case
        when counts.centers = 0
            then
                coalesce(
                    isolated(contact_center()) || ' had no interactions in ',
                    'No known contact center had interactions in '
                ) || months.month_in_words || '.'
        when before.month_in_words is null
            then
                case
                    when months.is_complete
                        then
                            'No complete month before ' || months.month_in_words
                            || ' to compare with. '
                    else 'Incomplete months are not compared. '
                end || isolated(counts.largest) || ' had '
                || case
                    when counts.centers > 1 then 'the most interactions, ' else ''
                end
                || in_digits(counts.most, 0) || ' of '
                || case
                    when counts.centers = 1
                        then counted(counts.interactions, 'interaction', 'interactions')
                    else in_digits(counts.interactions, 0)
                end || '.'
        when tests.tests = 0
            then
                coalesce(
                    isolated(contact_center()) || ' did not have', 'No contact center had'
                ) || ' the minimum for a comparison: ' || minimum_observations() || ' calls or '
                || minimum_observations() || ' ratings in each of the two months.'
        when named.contact_center_name is null
            then
                coalesce(
                    isolated(contact_center()) || ' did not change', 'No contact center changed'
                ) || ' significantly from ' || before.month_in_words || ' to '
                || months.month_in_words || '.'
        else
            isolated(named.contact_center_name)
            || case when named.is_worse then ' got worse' else ' got better' end
            || ' from ' || before.month_in_words || ' to ' || months.month_in_words || ': '
            || named.sentences || '.'
            || case
                when named.is_worse and counts.worse > 1
                    then ' ' || in_digits(counts.worse - 1, 0) || ' more' || ' got worse.'
                when not named.is_worse and counts.better > 1
                    then ' ' || in_digits(counts.better - 1, 0) || ' more' || ' got better.'
                else ''
            end
    end as finding,
    case
        when tests.tests > 0
            then
                'A change is significant if chance alone is unlikely to explain it. If nothing'
                || ' changed, fewer than 1 month in 20 would show a significant change. '
        else ''
    end
    || 'Minutes are from the start of an answered call to its resolution. Each line covers all'
    || ' months; its scale runs from the lowest to the highest value. Significant changes and'
    || ' missed targets come first, then the largest contact centers.' as scope,
    'select * from contact_centers_by_month where month = ''' || months.latest_month || ''''
    || condition('and') || ' and total_interactions > 0 order by contact_center_name' as query
from counts
cross join tests
inner join months
    on months.is_latest
left join months as before
    on before.is_before
left join named
    on true;

-- The ones with a significant change, those that miss a target, and the ten largest.
select
    * exclude (is_center, evidence_rank, is_worse, is_better, place, size_rank),
    case when ratings < minimum_observations() then 'based on ' else '' end
    || counted(ratings, 'rating', 'ratings') as ratings_note,
    count(*) over () as centers
from contact_centers
qualify
    (place <= 4 and (evidence_rank is not null or targets_missed > 0))
    or size_rank <= 10
order by place;

select *
from center_figures
where
    month in (
        select months.latest_month
        from months
    )
    and total_interactions > 0
order by contact_center_name
