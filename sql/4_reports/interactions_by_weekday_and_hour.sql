-- One row per local weekday and hour in which interactions started: the data of a heat map.
create or replace view interactions_by_weekday_and_hour as
select
    weekday,
    start_hour,
    is_business_hours,
    count(*) as total_interactions,
    count(*) filter (where is_call) as total_calls,
    cast(
        coalesce(sum(call_duration_minutes) filter (where is_call), 0) as double
    ) as total_call_duration
from interactions_wide
group by weekday, start_hour, is_business_hours
order by weekday, start_hour;

comment on view interactions_by_weekday_and_hour is
'One row per local weekday and hour in which interactions started.';
comment on column interactions_by_weekday_and_hour.weekday is
'1 for Monday, 7 for Sunday; null for interactions without a start.';
comment on column interactions_by_weekday_and_hour.start_hour is
'Hour of the day, 0 to 23; null for interactions without a start.';
comment on column interactions_by_weekday_and_hour.is_business_hours is
'True from Monday to Friday, 9:00 to 17:00 local.';
comment on column interactions_by_weekday_and_hour.total_interactions is 'Number of interactions.';
comment on column interactions_by_weekday_and_hour.total_calls is
'Number of those that came by phone.';
comment on column interactions_by_weekday_and_hour.total_call_duration is
'Minutes of those calls; 0 where there are none.';
