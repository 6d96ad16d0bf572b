-- What changed since the last report, and why?
create or replace temp table restated as
with
steps as (
    select
        changed_in_month,
        month_before
    from load_steps
    order by changed_in_month desc
    limit 1
)

-- A cause by which interactions go from one name to another is in the rows of both.
select
    causes.month,
    causes.cause,
    causes.name_before,
    causes.name_after,
    case
        when causes.name_before is null then sum(causes.interactions_changed)
        else
            greatest(
                sum(causes.interactions_changed)
                filter (where causes.total_interactions_change >= 0),
                sum(causes.interactions_changed)
                filter (where causes.total_interactions_change < 0)
            )
    end as interactions,
    sum(causes.total_interactions_change) as interactions_change,
    sum(causes.total_call_duration_change) as call_minutes_change
from support_report_causes as causes
inner join steps
    on causes.changed_in_month = steps.changed_in_month
where causes.month = 'Unknown' or causes.month <= month_of_file(steps.month_before)
group by causes.month, causes.cause, causes.name_before, causes.name_after;

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
        month_name(month_start) as month,
        sum(interactions) as interactions,
        coalesce(sum(call_minutes), 0) as call_minutes
    from counted
    group by month_start
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
    select count(*) as months
    from restatements
)

select
    case
        when steps.steps = 0 then 'There is no earlier report that could have changed.'
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
            || replace(most.month, 'Unknown', 'what has no month') || ', now with '
            || in_digits(most.interactions_now, 0) || ' interactions ('
            || coalesce(in_words(most.interactions_change, 0, 'more', 'fewer'), 'as before')
            || ') and ' || in_digits(most.call_minutes_now, 1) || ' minutes of calls ('
            || coalesce(in_words(most.call_minutes_change, 1, 'more', 'fewer'), 'as before')
            || ').'
    end as finding,
    case
        when counts.months > 0
            then
                'The report up to ' || steps.before || ' as it reads now, and the change since it'
                || ' was sent. Beside each cause the number of interactions that it changed.'
        else ''
    end as scope
from steps
cross join counts
left join most
    on counts.months > 0
where exists (select counted.month_start from counted);

select
    month,
    interactions_now,
    interactions_change,
    call_minutes_now,
    call_minutes_change,
    causes
from restatements
order by month desc
