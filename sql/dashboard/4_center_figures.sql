-- The contact centers in the last month: their figures, the evidence of a change, and missed
-- targets. On the page of one of them, it and all of them.
create or replace temp table center_figures as
select figures.*
from contact_centers_by_month as figures
inner join months
    on figures.month_start = months.month_start
where is_shown(figures.contact_center_name);

create or replace temp table contact_centers as
with
shown_figures as (
    select * from center_figures
    {% if contact_center %}
    union all by name
    select
        all_centers() as contact_center_name,
        *
    from interactions_by_month
    {% endif %}
),

names as (
    select distinct shown_figures.contact_center_name
    from shown_figures
    inner join months
        on shown_figures.month_start = months.month_start
    where shown_figures.total_interactions > 0
),

by_month as (
    select
        names.contact_center_name,
        months.months_ago,
        months.is_latest,
        case when months.has_interactions then coalesce(figures.total_interactions, 0) end
            as interactions,
        figures.change_on_month_before,
        figures.growth_on_month_before,
        figures.answered_calls,
        figures.average_handle_minutes,
        figures.median_handle_minutes,
        figures.ratings,
        figures.average_rating
    from names
    cross join months
    left join shown_figures as figures
        on
            months.month_start = figures.month_start
            and names.contact_center_name = figures.contact_center_name
),

latest as (
    select
        contact_center_name,
        contact_center_name <> 'Unknown'
        and (contact_center() is null or contact_center_name = contact_center()) as is_center,
        max(interactions) filter (where is_latest) as interactions,
        max(change_on_month_before) filter (where is_latest) as interactions_change,
        100 * max(growth_on_month_before) filter (where is_latest) as interactions_growth,
        max(answered_calls) filter (where is_latest) as answered_calls,
        max(average_handle_minutes) filter (where is_latest) as handle_minutes,
        max(median_handle_minutes) filter (where is_latest) as median_handle_minutes,
        max(ratings) filter (where is_latest) as ratings,
        max(average_rating) filter (where is_latest) as rating,
        list(interactions order by months_ago desc) as interactions_by_month,
        list(average_handle_minutes order by months_ago desc) as handle_minutes_by_month,
        list(average_rating order by months_ago desc) as rating_by_month
    from by_month
    group by contact_center_name
),

evidence as (
    select
        coalesce(contact_center_name, all_centers()) as contact_center_name,
        min(evidence_rank) filter (where is_significant) as evidence_rank,
        bool_or(is_significant and is_worse) as is_worse,
        bool_or(is_significant and not is_worse) as is_better,
        max(change) filter (where measure = 'average_handle_minutes') as handle_minutes_change,
        100 * max(growth) filter (where measure = 'average_handle_minutes')
            as handle_minutes_growth,
        bool_or(is_significant) filter (where measure = 'average_handle_minutes')
            as is_handle_significant,
        max(change) filter (where measure = 'average_rating') as rating_change,
        100 * max(growth) filter (where measure = 'average_rating') as rating_growth,
        bool_or(is_significant) filter (where measure = 'average_rating') as is_rating_significant
    from changes
    where contact_center_name is not null or contact_center() is not null
    group by all
),

missed as (
    select
        contact_center_name,
        count(*) as targets_missed
    from targets
    where not is_met
    group by contact_center_name
)

select
    latest.*,
    evidence.evidence_rank,
    evidence.is_worse,
    evidence.is_better,
    evidence.handle_minutes_change,
    evidence.handle_minutes_growth,
    evidence.is_handle_significant,
    evidence.rating_change,
    evidence.rating_growth,
    evidence.is_rating_significant,
    coalesce(missed.targets_missed, 0) as targets_missed,
    row_number() over (
        order by
            not latest.is_center,
            evidence.evidence_rank nulls last,
            missed.targets_missed is null,
            -latest.interactions nulls last,
            latest.contact_center_name
    ) as place,
    row_number() over (
        order by -latest.interactions nulls last, latest.contact_center_name
    ) as size_rank
from latest
left join evidence
    on latest.contact_center_name = evidence.contact_center_name
left join missed
    on latest.contact_center_name = missed.contact_center_name
