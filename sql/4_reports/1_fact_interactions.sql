-- One row per interaction that is live after the last month applied. What other columns say
-- already (a local time, the minutes between two times) is worked out on reading: it takes no
-- room in the file, costs a build nothing and cannot disagree.
-- `fact_interactions_as_of('202502')` is the same as it was after that month.
{% for is_as_of in (false, true) %}
{% if is_as_of %}
create or replace macro fact_interactions_as_of(last_month) as table
{% else %}
create or replace view fact_interactions as
{% endif %}
select
    interaction_id,
    contact_center_id,
    category_id,
    agent_id,
    channel,
    month_name(month_start) as month,
    call_duration_minutes,
    satisfaction_rating,
    minutes_between(
        interaction_start_utc, agent_resolution_timestamp_utc
    ) as minutes_to_resolution,
    minutes_between(
        agent_resolution_timestamp_utc, interaction_end_utc
    ) as minutes_after_resolution,
    coalesce(channel = 'phone', false) as is_call,
    month_start,
    timestamp_utc,
    interaction_start_utc,
    agent_resolution_timestamp_utc,
    interaction_end_utc,
    {% for time in local_times %}
    local_time({{ (time ~ '_utc') | identifier }}) as {{ (time ~ '_' ~ zone_label) | identifier }},
    {% endfor %}
    valid_from_month
{% if is_as_of %}
from ops.interactions_as_of(last_month);
{% else %}
from ops.interactions;
{% endif %}

{% endfor %}
comment on view fact_interactions is 'One row per live interaction of a member with support.';
comment on column fact_interactions.interaction_id is 'Key of the interaction.';
comment on column fact_interactions.contact_center_id is
'The center that took the interaction, wherever its agent works now.';
comment on column fact_interactions.category_id is
'Service category; may name one that was deleted or never came.';
comment on column fact_interactions.agent_id is
'Agent; may name one who was deleted or never came.';
comment on column fact_interactions.channel is
'How the member came, in lower case: phone, web, email, ...';
comment on column fact_interactions.month is
'Local month (YYYY-MM) in which the interaction started; Unknown without a start.';
comment on column fact_interactions.call_duration_minutes is
'Minutes the call lasted, to four decimals.';
comment on column fact_interactions.satisfaction_rating is
'The rating the member gave, meant to be 1 to 5; null where none was given.';
comment on column fact_interactions.minutes_to_resolution is
'Handle time: minutes from the start to the agent''s resolution.';
comment on column fact_interactions.minutes_after_resolution is
'Minutes from the agent''s resolution to the end, such as a survey.';
comment on column fact_interactions.is_call is 'True where the channel is phone.';
comment on column fact_interactions.month_start is
'First day of that month; null without a start.';
comment on column fact_interactions.timestamp_utc is
'When the record was written, in UTC; not when the interaction took place.';
comment on column fact_interactions.interaction_start_utc is
'When the interaction started, in UTC.';
comment on column fact_interactions.agent_resolution_timestamp_utc is
'When the agent resolved the matter, in UTC.';
comment on column fact_interactions.interaction_end_utc is
'When the interaction ended, in UTC.';
{% for time in local_times %}
comment on column fact_interactions.{{ (time ~ '_' ~ zone_label) | identifier }} is
{{ ('The column ' ~ time ~ '_utc on the clock of ' ~ zone ~ '.') | literal }};
{% endfor %}
comment on column fact_interactions.valid_from_month is
'Month (YYYYMM) of the file that brought this version of the row.';
