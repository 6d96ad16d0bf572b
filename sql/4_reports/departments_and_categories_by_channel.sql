-- How members come: one row per month, channel, and department or category name.
{% for view, name in (
    ('departments_by_channel', 'department'),
    ('categories_by_channel', 'category_name'),
) %}
create or replace view {{ view | identifier }} as
with
counted as (
    select
        month,
        {{ name | identifier }},
        coalesce(channel, 'Unknown') as channel,
        count(*) as total_interactions
    from interactions_wide
    group by all
)

select
    *,
    round(
        total_interactions
        / sum(total_interactions) over (partition by month, {{ name | identifier }}), 4
    ) as {{ ('share_of_' ~ name.removesuffix('_name')) | identifier }}
from counted
order by month, {{ name | identifier }}, channel;

comment on view {{ view | identifier }} is
{{ ('One row per month, ' ~ name.replace('_', ' ') ~ ' and channel with interactions.') | literal }};
comment on column {{ view | identifier }}.month is
'Local month (YYYY-MM) in which the interactions started.';
comment on column {{ view | identifier }}.{{ name | identifier }} is 'As in interactions_wide.';
comment on column {{ view | identifier }}.channel is
'As in interactions_wide; Unknown where there is none.';
comment on column {{ view | identifier }}.total_interactions is 'Number of interactions.';
comment on column {{ view | identifier }}.{{ ('share_of_' ~ name.removesuffix('_name')) | identifier }} is
'The channel''s share of them in the month, 0 to 1.';
{% if not loop.last %}

{% endif %}
{% endfor %}
