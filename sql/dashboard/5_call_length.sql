-- Where do calls take longest, and how much of that comes after the resolution?
create or replace temp table call_length as
select
    counted.contact_center_name,
    counted.contact_center_name <> 'Unknown' as is_center,
    sum(counted.calls) as calls,
    round(sum(counted.call_minutes) / sum(counted.calls_with_duration), 1) as call_minutes,
    round(sum(counted.handle_minutes) / nullif(sum(counted.calls_with_times), 0), 1)
        as handle_minutes,
    round(sum(counted.after_minutes) / nullif(sum(counted.calls_with_times), 0), 1)
        as after_minutes
from counted
inner join months
    on counted.month_start = months.month_start
where months.is_latest
group by counted.contact_center_name
having sum(counted.calls_with_duration) > 0;

with
longest as (
    select *
    from call_length
    where is_center
    order by call_minutes desc, contact_center_name asc
    limit 1
),

slowest as (
    select *
    from call_length
    where is_center and handle_minutes is not null
    order by handle_minutes desc, contact_center_name asc
    limit 1
)

select
    longest.contact_center_name || ' keeps callers longest, '
    || in_digits(longest.call_minutes, 1) || ' minutes a call; '
    || case
        when longest.after_minutes > 0
            then in_digits(longest.after_minutes, 1) || ' of them come after the resolution'
        when longest.after_minutes = 0 then 'none of them come after the resolution'
        else 'when the resolution comes is not known'
    end
    || case
        when longest.after_minutes is null or slowest.contact_center_name is null then '.'
        when slowest.contact_center_name = longest.contact_center_name
            then ', and it takes longest to resolve them, too.'
        else
            '. ' || slowest.contact_center_name || ' takes longest to resolve them, '
            || in_digits(slowest.handle_minutes, 1) || '.'
    end as finding,
    'Phone calls of ' || months.month_in_words
    || ', on average: minutes until the resolution, and from there to the end.' as scope
from longest
inner join months
    on months.is_latest
left join slowest
    on slowest.handle_minutes is not null;

select
    contact_center_name as contact_center,
    calls,
    call_minutes,
    handle_minutes as minutes_to_resolution,
    after_minutes as minutes_after_resolution
from call_length
order by is_center desc, call_minutes desc, contact_center_name asc
