-- One row per interaction that is live after the last month applied. From the files
-- `interactions`; a deleted interaction is only in `history.interactions`.
--
-- What other columns say already is generated when it is read: it takes no room in the file and
-- cannot disagree. Stored are `month`, since nearly every report groups by it, and how far the
-- zone was ahead of UTC at each time, so that reading a local time is an addition and needs no
-- time zone library.
create table fact_interactions (
    interaction_id varchar,
    contact_center_id varchar,
    category_id varchar,
    agent_id varchar,
    channel varchar,
    month varchar,
    call_duration_minutes decimal(12, 4),
    satisfaction_rating decimal(12, 2),
    minutes_to_resolution decimal(12, 4) generated always as (
        minutes_between(interaction_start_utc, agent_resolution_timestamp_utc)
    ),
    minutes_after_resolution decimal(12, 4) generated always as (
        minutes_between(agent_resolution_timestamp_utc, interaction_end_utc)
    ),
    is_call boolean generated always as (coalesce(channel = 'phone', false)),
    timestamp_utc timestamp,
    interaction_start_utc timestamp,
    agent_resolution_timestamp_utc timestamp,
    interaction_end_utc timestamp,
    {% for time in local_times %}
    {{ (time ~ '_' ~ zone_label) | identifier }} timestamp generated always as (
        {{ (time ~ '_utc') | identifier }} + to_minutes({{ (time ~ '_offset_minutes') | identifier }})
    ),
    {% endfor %}
    {% for time in local_times %}
    {{ (time ~ '_offset_minutes') | identifier }} smallint,
    {% endfor %}
    valid_from_month varchar
);

comment on table fact_interactions is 'One row per live interaction of a member with support.';
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
'The rating the member gave, 1 to 5; null where none was given.';
comment on column fact_interactions.minutes_to_resolution is
'Handle time: minutes from the start to the agent''s resolution.';
comment on column fact_interactions.minutes_after_resolution is
'Minutes from the agent''s resolution to the end, such as a survey.';
comment on column fact_interactions.is_call is 'True where the channel is phone.';
comment on column fact_interactions.timestamp_utc is
'When the record was written, in UTC; not when the interaction took place.';
comment on column fact_interactions.interaction_start_utc is
'When the interaction started, in UTC.';
comment on column fact_interactions.agent_resolution_timestamp_utc is
'When the agent resolved the matter, in UTC.';
comment on column fact_interactions.interaction_end_utc is 'When the interaction ended, in UTC.';
{% for time in local_times %}
comment on column fact_interactions.{{ (time ~ '_' ~ zone_label) | identifier }} is
{{ ('The column ' ~ time ~ '_utc on the clock of ' ~ zone ~ '.') | literal }};
comment on column fact_interactions.{{ (time ~ '_offset_minutes') | identifier }} is
'Minutes by which the zone is ahead of UTC at that time.';
{% endfor %}
comment on column fact_interactions.valid_from_month is
'Month (YYYYMM) of the file that brought this version of the row.';
