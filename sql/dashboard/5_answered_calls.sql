-- The answered calls of the last month whose times are known, and their length by contact center.
create or replace temp table timed_calls as
select
    wide.contact_center_name,
    wide.handle_minutes,
    wide.minutes_after_resolution
from interactions_wide as wide
inner join months
    on wide.month_start = months.month_start
where
    months.is_latest
    and wide.handle_minutes is not null
    and wide.minutes_after_resolution is not null;

create or replace temp table call_length as
with
shown_calls as (
    select
        contact_center_name,
        contact_center_name <> 'Unknown' as is_center,
        handle_minutes,
        minutes_after_resolution
    from timed_calls
    where is_shown(contact_center_name)
    {% if contact_center %}
    union all
    select
        all_centers() as contact_center_name,
        false as is_center,
        handle_minutes,
        minutes_after_resolution
    from timed_calls
    {% endif %}
)

select
    contact_center_name,
    is_center,
    is_center and count(*) >= minimum_calls() as is_ranked,
    count(*) as answered_calls,
    avg(handle_minutes) as minutes_to_resolution,
    avg(minutes_after_resolution) as minutes_after_resolution,
    round(avg(handle_minutes + minutes_after_resolution), 1) as call_minutes
from shown_calls
group by contact_center_name, is_center;
