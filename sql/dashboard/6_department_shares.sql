-- The share of each department in the last month, and whether it changed by more than chance.
create or replace temp table department_figures as
select
    figures.*,
    months.is_latest,
    months.is_before
{% if contact_center %}
from support_report as figures
{% else %}
from departments_by_month as figures
{% endif %}
inner join months
    on figures.month = months.month
where
    {% if contact_center %}
    is_shown(figures.contact_center_name)
    and
    {% endif %}
    (months.is_latest or months.is_before);

create or replace temp table departments as
with
sizes as (
    select
        department,
        sum(total_interactions) filter (where is_latest) as interactions,
        sum(total_interactions) filter (where is_before) as interactions_before
    from department_figures
    where total_interactions > 0
    group by department
),

shares as (
    select
        department,
        coalesce(interactions, 0) as interactions,
        sum(interactions) over () as total,
        coalesce(interactions_before, 0) as interactions_before,
        sum(interactions_before) over () as total_before
    from sizes
),

compared as (
    select
        department,
        interactions,
        round(100 * interactions / total, 1) as share,
        100 * interactions / total - 100 * interactions_before / total_before as share_change,
        p_value(
            (interactions / total - interactions_before / total_before)
            / nullif(
                standard_error_of_proportions(
                    interactions, total, interactions_before, total_before
                ), 0
            )
        ) as p_value,
        least(total, total_before) >= minimum_observations()
        and interactions + interactions_before >= 2 * minimum_of_each_kind() as is_tested
    from shares
)

select
    *,
    coalesce(
        is_tested
        and p_value * count(*) filter (where is_tested) over () < significance_level(), false
    ) as is_significant
from compared;
