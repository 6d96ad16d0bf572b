-- How long calls last, and how long agents work on them: one row per contact center, department or
-- agent with phone calls. The two ranks stand side by side since they disagree where calls run on
-- after the agent's resolution.
{% set measures = (
    ('call_minutes', 'call_duration_minutes'),
    ('handle_minutes', 'minutes_to_resolution'),
    ('minutes_after_resolution', 'minutes_after_resolution'),
) %}
{% for level, keys in (
    ('contact_center', ('contact_center_name',)),
    ('department', ('department',)),
    ('agent', ('agent_id', 'agent_name')),
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
        round(avg({{ column | identifier }}), 2) as {{ ('average_' ~ name) | identifier }},
        round(
            percentile_cont(0.5) within group (order by {{ column | identifier }}), 2
        ) as {{ ('median_' ~ name) | identifier }},
        round(
            percentile_cont(0.9) within group (order by {{ column | identifier }}), 2
        ) as {{ ('p90_' ~ name) | identifier }},
        {% endfor %}
        count(*) filter (where minutes_after_resolution > 0) as calls_past_resolution,
        count(*) filter (
            where minutes_after_resolution > 0 and satisfaction_rating is not null
        ) as rated_calls_past_resolution
    from interactions_wide
    where is_call
    group by all
)

select
    *,
    round(calls_past_resolution / total_calls, 4) as share_past_resolution,
    rank() over (order by average_call_minutes desc nulls last) as rank_by_call_minutes,
    rank() over (order by average_handle_minutes desc nulls last) as rank_by_handle_minutes
from measured
order by rank_by_call_minutes{% for key in keys %}, {{ key | identifier }}{% endfor %};

comment on view {{ view | identifier }} is
{{ ('One row per ' ~ level.replace('_', ' ') ~ ' with phone calls: call against handle time.') | literal }};
{% for key in keys %}
comment on column {{ view | identifier }}.{{ key | identifier }} is 'As in interactions_wide.';
{% endfor %}
comment on column {{ view | identifier }}.total_calls is 'Number of phone calls.';
{% for name, column in measures %}
comment on column {{ view | identifier }}.{{ ('average_' ~ name) | identifier }} is
{{ ('Average over the calls of ' ~ column ~ '.') | literal }};
comment on column {{ view | identifier }}.{{ ('median_' ~ name) | identifier }} is
{{ ('Half of the calls have no more ' ~ column ~ '.') | literal }};
comment on column {{ view | identifier }}.{{ ('p90_' ~ name) | identifier }} is
{{ ('Nine of ten calls have no more ' ~ column ~ '.') | literal }};
{% endfor %}
comment on column {{ view | identifier }}.calls_past_resolution is
'Calls that run on after the agent''s resolution.';
comment on column {{ view | identifier }}.rated_calls_past_resolution is
'Those of them that end with a satisfaction rating.';
comment on column {{ view | identifier }}.share_past_resolution is
'Share of the calls that run on after the resolution, 0 to 1.';
comment on column {{ view | identifier }}.rank_by_call_minutes is
'1 for the longest average call.';
comment on column {{ view | identifier }}.rank_by_handle_minutes is
'1 for the longest average handle time.';
{% if not loop.last %}

{% endif %}
{% endfor %}
