-- One row per local weekday: the calls that started on it and their average length. Change this
-- example, or replace it by a report of your own.
select
    dayname(start_date) as weekday,
    count(*) as total_calls,
    round(avg(call_duration_minutes), 2) as average_call_minutes
from interactions_wide
where is_call and start_date is not null
group by dayname(start_date), weekday_of(start_date)
order by weekday_of(start_date)
