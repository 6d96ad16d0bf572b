-- The figures of the last month, beside those of the month before and of the same month a year
-- before; for one contact center also beside those of all of them.
create or replace temp table month_figures as
select figures.*
{% if contact_center %}
from contact_centers_by_month as figures
inner join months
    on figures.month_start = months.month_start
where is_shown(figures.contact_center_name);
{% else %}
from interactions_by_month as figures
inner join months
    on figures.month_start = months.month_start;
{% endif %}

create or replace temp table shown_figures as
select
    false as is_overall,
    *
from month_figures{% if contact_center %}

union all by name
select
    true as is_overall,
    *
from interactions_by_month{% endif %};

-- The months of the page, and the last one once more for all contact centers.
create or replace temp table shown_columns as
select
    false as is_overall,
    *
from months{% if contact_center %}

union all by name
select
    true as is_overall,
    * replace (false as is_latest, false as is_before, false as is_last_year)
from months
where is_latest{% endif %};

-- The targets that the figures of the last month are held against.
create or replace temp table headline_targets as
{% if contact_center %}
select
    targets.metric,
    targets.target,
    metrics.is_higher_better
from targets_by_month as targets
inner join dim_metrics as metrics
    on targets.metric = metrics.metric
inner join months
    on targets.month_start = months.month_start
where months.is_latest and is_shown(targets.contact_center_name)
{% else %}
select
    targets.metric,
    targets.target,
    metrics.is_higher_better
from target_periods as targets
inner join dim_metrics as metrics
    on targets.metric = metrics.metric
inner join months
    on targets.first_month <= months.month_start and targets.until_month > months.month_start
where months.is_latest and targets.contact_center_id = '*'
{% endif %}
