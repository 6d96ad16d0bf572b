-- What members ask about, month by month: one row per month and department, or category name;
-- those without an interaction in a month are there too, so that a change to nothing is seen.
{% for view, name in (
    ('departments_by_month', 'department'),
    ('categories_by_month', 'category_name'),
) %}
create or replace view {{ view | identifier }} as
with
counted as (
    select
        month,
        {{ name | identifier }},
        count(*) as interactions,
        count(*) filter (where is_call) as calls,
        round(avg(rating_in_scale(satisfaction_rating)), 2) as average_rating,
        count(rating_in_scale(satisfaction_rating)) as ratings
    from interactions_wide
    group by all
),

months as (
    select distinct month
    from counted
),

names as (
    select distinct {{ name | identifier }}
    from counted
),

filled as (
    select
        months.month,
        names.{{ name | identifier }},
        coalesce(counted.interactions, 0) as total_interactions,
        coalesce(counted.calls, 0) as total_calls,
        counted.average_rating,
        coalesce(counted.ratings, 0) as ratings
    from months
    cross join names
    left join counted
        on
            months.month = counted.month
            and names.{{ name | identifier }} = counted.{{ name | identifier }}
),

compared as (
    select
        *,
        lag(total_interactions) over (
            partition by {{ name | identifier }}, month = 'Unknown'
            order by month
        ) as interactions_month_before
    from filled
)

select
    month,
    {{ name | identifier }},
    total_interactions,
    total_calls,
    round(
        total_interactions / sum(total_interactions) over (partition by month), 4
    ) as share_of_month,
    total_interactions - interactions_month_before as change_on_month_before,
    round(
        total_interactions / nullif(interactions_month_before, 0) - 1, 4
    ) as growth_on_month_before,
    average_rating,
    ratings,
    round(ratings / nullif(total_interactions, 0), 4) as response_rate
from compared
order by month, {{ name | identifier }};

comment on view {{ view | identifier }} is
{{ ('One row per month and ' ~ name.replace('_', ' ') ~ ': interactions, change, satisfaction.') | literal }};
comment on column {{ view | identifier }}.month is
'Local month (YYYY-MM) in which the interactions started.';
comment on column {{ view | identifier }}.{{ name | identifier }} is 'As in interactions_wide.';
comment on column {{ view | identifier }}.total_interactions is
'Number of interactions; 0 where there were none.';
comment on column {{ view | identifier }}.total_calls is 'Number of those that came by phone.';
comment on column {{ view | identifier }}.share_of_month is
'Share of the interactions of the month, 0 to 1.';
comment on column {{ view | identifier }}.change_on_month_before is
'Interactions more or less than in the month before in this view; null in the first.';
comment on column {{ view | identifier }}.growth_on_month_before is
'The same as a share of that month: 0.1 is a tenth more; null where it had none.';
comment on column {{ view | identifier }}.average_rating is
'Average of the ratings from 1 to 5 that members gave; null where none did.';
comment on column {{ view | identifier }}.ratings is 'Number of interactions with such a rating.';
comment on column {{ view | identifier }}.response_rate is
'Share of the interactions that have a rating, 0 to 1; null where there are none.';
{% if not loop.last %}

{% endif %}
{% endfor %}
