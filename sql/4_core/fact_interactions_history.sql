-- One row per version of an interaction, as of `as_of_month()`: live and superseded rows, each with
-- the months in which it was current. Local times and durations are computed here instead of
-- stored: this saves space and build time, and they cannot disagree with their sources. Durations
-- are null if the times are out of order or too far apart.
with
versions as (
    select
        *,
        999999 as valid_to_month,
        cast(null as varchar) as superseded_by,
        cast(null as varchar) as ended_as
    from core.interactions
    union all
    select *
    from history.interactions
)

select
    interaction_id,
    contact_center_id,
    category_id,
    nullif(agent_id, '') as agent_id, -- empty if the agent was erased
    channel,
    month_name(month_start) as month,
    call_duration_minutes,
    satisfaction_rating,
    case
        when times_are_plausible(
            is_call_channel(channel),
            interaction_start_utc,
            agent_resolution_timestamp_utc,
            interaction_end_utc
        ) then minutes_between(interaction_start_utc, agent_resolution_timestamp_utc)
    end as minutes_to_resolution,
    case
        when times_are_plausible(
            is_call_channel(channel),
            interaction_start_utc,
            agent_resolution_timestamp_utc,
            interaction_end_utc
        ) then minutes_between(agent_resolution_timestamp_utc, interaction_end_utc)
    end as minutes_after_resolution,
    is_call_channel(channel) as is_call,
    is_abandoned(is_call_channel(channel), agent_id) as is_abandoned,
    case when is_call_channel(channel) then call_duration_minutes end as call_minutes,
    month_start,
    cast(local_time(interaction_start_utc) as date) as start_date,
    timestamp_utc,
    interaction_start_utc,
    agent_resolution_timestamp_utc,
    interaction_end_utc,
    local_time(timestamp_utc) as timestamp_local,
    local_time(interaction_start_utc) as interaction_start_local,
    local_time(agent_resolution_timestamp_utc) as agent_resolution_timestamp_local,
    local_time(interaction_end_utc) as interaction_end_local,
    valid_from_month,
    case when valid_to_month <= as_of_month() then valid_to_month end as valid_to_month,
    case when valid_to_month <= as_of_month() then superseded_by end as superseded_by,
    case when valid_to_month <= as_of_month() then ended_as end as ended_as,
    valid_to_month > as_of_month() as is_current
from versions
where valid_from_month <= as_of_month()
