-- How long calls last, and how long agents work on them: one row per contact center, department or
-- agent with phone calls. The two ranks stand side by side since they disagree where calls run on
-- after the agent's resolution. What is Unknown has no rank, and no call without the times counts.
{% set measures = (
    ('call_minutes', 'call_duration_minutes'),
    ('handle_minutes', 'minutes_to_resolution'),
    ('minutes_after_resolution', 'minutes_after_resolution'),
) %}
{% for level, keys in (
    ('contact_center', ('contact_center_name',)),
    ('department', ('department',)),
    ('agent', ('agent_name', 'agent_id')),
) %}
{% set view = 'handle_time_by_' ~ level %}
create or replace view {{ view | identifier }} as
with
measured as (
    select
        {% for key in keys %}
        {{ key | identifier }},
        {% endfor %}
        count(*) as total_calls,
        {% for name, column in measures %}
        avg({{ column | identifier }}) as {{ ('average_' ~ name) | identifier }},
        percentile_cont(0.5) within group (
            order by {{ column | identifier }}
        ) as {{ ('median_' ~ name) | identifier }},
        percentile_cont(0.9) within group (
            order by {{ column | identifier }}
        ) as {{ ('p90_' ~ name) | identifier }},
        {% endfor %}
        count(minutes_after_resolution) as calls_with_times,
        count(*) filter (where minutes_after_resolution > 0) as calls_past_resolution,
        count(*) filter (
            where minutes_after_resolution > 0 and satisfaction_rating is not null
        ) as rated_calls_past_resolution
    from interactions_wide
    where is_call
    group by all
)

select
    {% for key in keys %}
    {{ key | identifier }},
    {% endfor %}
    total_calls,
    {% for name, column in measures %}
    {% for figure in ('average_', 'median_', 'p90_') %}
    round({{ (figure ~ name) | identifier }}, 2) as {{ (figure ~ name) | identifier }},
    {% endfor %}
    {% endfor %}
    calls_past_resolution,
    rated_calls_past_resolution,
    round(calls_past_resolution / nullif(calls_with_times, 0), 4) as share_past_resolution,
    {% for name in ('call_minutes', 'handle_minutes') %}
    {% set average = 'average_' ~ name %}
    case
        when {{ keys[0] | identifier }} <> 'Unknown' and {{ average | identifier }} is not null
            then rank() over (
                partition by {{ keys[0] | identifier }} = 'Unknown'
                order by {{ average | identifier }} desc nulls last
            )
    end as {{ ('rank_by_' ~ name) | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}
from measured
order by rank_by_call_minutes nulls last{% for key in keys %}, {{ key | identifier }}{% endfor %};

comment on view {{ view | identifier }} is
{{ ('One row per ' ~ level.replace('_', ' ') ~ ' with phone calls: call against handle time.') | literal }};
{% for key in keys %}
comment on column {{ view | identifier }}.{{ key | identifier }} is 'As in interactions_wide.';
{% endfor %}
comment on column {{ view | identifier }}.total_calls is 'Number of phone calls.';
{% for name, column in measures %}
comment on column {{ view | identifier }}.{{ ('average_' ~ name) | identifier }} is
{{ ('Average of ' ~ column ~ ' over the calls that have it.') | literal }};
comment on column {{ view | identifier }}.{{ ('median_' ~ name) | identifier }} is
{{ ('Half of these calls have no more ' ~ column ~ '.') | literal }};
comment on column {{ view | identifier }}.{{ ('p90_' ~ name) | identifier }} is
{{ ('Nine of ten of these calls have no more ' ~ column ~ '.') | literal }};
{% endfor %}
comment on column {{ view | identifier }}.calls_past_resolution is
'Calls that run on after the agent''s resolution.';
comment on column {{ view | identifier }}.rated_calls_past_resolution is
'Those of them that end with a satisfaction rating.';
comment on column {{ view | identifier }}.share_past_resolution is
'Share of calls that run on after the resolution, 0 to 1; of those that have both times.';
comment on column {{ view | identifier }}.rank_by_call_minutes is
'1 for the longest average call; null where it is not known, or whose.';
comment on column {{ view | identifier }}.rank_by_handle_minutes is
'1 for the longest average handle time; null where it is not known, or whose.';
{% if not loop.last %}

{% endif %}
{% endfor %}
