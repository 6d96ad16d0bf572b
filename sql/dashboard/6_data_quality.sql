-- What is odd about the files of each month: one row per month and kind.
with
months as (
    select
        month,
        sum(rows_rejected) as rejected,
        sum(rows_without_effect) as without_effect,
        sum(unknown_contact_centers) as unknown_centers,
        sum(unknown_categories) as unknown_categories,
        sum(unknown_agents) as unknown_agents,
        sum(durations_that_disagree) as durations,
        sum(calls_without_duration) as without_duration,
        sum(calls_without_end) as without_end,
        sum(times_out_of_order) as out_of_order,
        sum(ratings_outside_1_to_5) as ratings
    from data_quality_by_file
    group by month
)

{% for kind, column in (
    ('rows set aside', 'rejected'),
    ('deletes of nothing', 'without_effect'),
    ('center unknown', 'unknown_centers'),
    ('category unknown', 'unknown_categories'),
    ('agent unknown', 'unknown_agents'),
    ('duration disagrees', 'durations'),
    ('call without duration', 'without_duration'),
    ('call without end', 'without_end'),
    ('times out of order', 'out_of_order'),
    ('rating not 1 to 5', 'ratings'),
) %}
select
    {{ loop.index | number }} as position,
    {{ kind | literal }} as kind,
    month_of_file(month) as files_of,
    cast(coalesce({{ column | identifier }}, 0) as bigint) as number
from months
{% if loop.last %}
order by position, files_of
{% else %}
union all
{% endif %}
{% endfor %}
