-- One row per month and agent with interactions: how many, and how members rated them.
create or replace view agents_by_month as
select
    month,
    agent_id,
    agent_name,
    count(*) as total_interactions,
    count(*) filter (where is_call) as total_calls,
    cast(
        coalesce(sum(call_duration_minutes) filter (where is_call), 0) as double
    ) as total_call_duration,
    round(avg(rating_in_scale(satisfaction_rating)), 2) as average_rating,
    count(rating_in_scale(satisfaction_rating)) as ratings
from interactions_wide
group by month, agent_id, agent_name
order by month, agent_name, agent_id;

comment on view agents_by_month is 'One row per month and agent with interactions.';
comment on column agents_by_month.month is
'Local month (YYYY-MM) in which the interactions started.';
comment on column agents_by_month.agent_id is 'Agent; null where an interaction names none.';
comment on column agents_by_month.agent_name is 'Name; Unknown where the agent is not there.';
comment on column agents_by_month.total_interactions is 'Number of interactions.';
comment on column agents_by_month.total_calls is 'Number of those that came by phone.';
comment on column agents_by_month.total_call_duration is
'Minutes of those calls; 0 where there are none.';
comment on column agents_by_month.average_rating is
'Average of the ratings from 1 to 5 that members gave; null where none did.';
comment on column agents_by_month.ratings is 'Number of interactions with such a rating.';
