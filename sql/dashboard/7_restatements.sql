-- What changed since the last report, and why?
create or replace temp table restatements as
with
by_kind as (
    select
        month,
        cause,
        sum(interactions) as interactions,
        sum(interactions_change) as interactions_change,
        sum(call_minutes_change) as call_minutes_change,
        list(
            name_before || ' → ' || name_after
            order by interactions desc, name_before asc, name_after asc
        ) filter (where name_before is not null) as names
    from restated
    group by month, cause
),

now_in_report as (
    select
        month,
        sum(total_interactions) as interactions,
        sum(total_call_duration) as call_minutes
    from support_report
    where is_shown(contact_center_name)
    group by month
)

select
    by_kind.month,
    coalesce(any_value(now_in_report.interactions), 0) as interactions_now,
    sum(by_kind.interactions_change) as interactions_change,
    round(coalesce(any_value(now_in_report.call_minutes), 0), 1) as call_minutes_now,
    round(sum(by_kind.call_minutes_change), 1) as call_minutes_change,
    list(
        by_kind.cause || ': ' || in_digits(by_kind.interactions, 0)
        || case
            when by_kind.names is null then ''
            when len(by_kind.names) <= 2
                then ' (' || array_to_string(by_kind.names, ', ') || ')'
            else ' (' || len(by_kind.names) || ' names)'
        end
        order by by_kind.interactions desc, by_kind.cause asc
    ) as causes
from by_kind
left join now_in_report
    on by_kind.month = now_in_report.month
group by by_kind.month;

with
steps as (
    select
        count(*) as steps,
        max(changed_in_month) as changed_in_month,
        max(month_before) as month_before,
        strftime(first_day_of(max(changed_in_month)), '%B %Y') as changed_in,
        strftime(first_day_of(max(month_before)), '%B %Y') as before
    from load_steps
),

most as (
    select *
    from restatements
    order by abs(interactions_change) desc, abs(call_minutes_change) desc, month desc
    limit 1
),

counts as (
    select count(*) as months from restatements
)

select
    case
        when steps.steps = 0 then 'No earlier report exists that could have changed.'
        when counts.months = 0
            then
                'The files of ' || steps.changed_in || ' changed nothing in the report up to '
                || steps.before || '.'
        else
            'The files of ' || steps.changed_in || ' changed '
            || case
                when counts.months = 1 then 'one earlier month: '
                else counts.months || ' earlier months, most of all '
            end
            || replace(most.month, 'Unknown', 'interactions without a month') || ', now with '
            || counted(most.interactions_now, 'interaction', 'interactions') || ' ('
            || coalesce(in_words(most.interactions_change, 0, 'more', 'fewer'), 'unchanged')
            || ') and ' || in_digits(most.call_minutes_now, 1) || ' minutes of calls ('
            || coalesce(in_words(most.call_minutes_change, 1, 'more', 'fewer'), 'unchanged')
            || ').'
    end as finding,
    case
        when counts.months > 0
            then
                'The current report up to ' || steps.before || ', and how it has changed since the'
                || ' files of that month were loaded. The number after each cause is the number of'
                || ' interactions that it changed.'
        else ''
    end as scope,
    coalesce(
        'select * from support_report_causes where changed_in_month = ' || steps.changed_in_month
        || ' and (month = ''Unknown'' or month <= ''' || month_of_file(steps.month_before)
        || ''')' || condition('and') || ' order by all',
        ''
    ) as query
from steps
cross join counts
left join most
    on counts.months > 0
where exists (select figures.month from month_figures as figures);

select
    month,
    interactions_now,
    interactions_change,
    call_minutes_now,
    call_minutes_change,
    causes
from restatements
order by month desc;

select *
from cause_figures
order by all
