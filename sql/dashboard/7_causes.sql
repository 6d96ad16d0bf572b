-- What the last loaded month changed in the report up to the month before, by cause.
create or replace temp table cause_figures as
with
steps as (
    select
        changed_in_month,
        month_before
    from load_steps
    order by changed_in_month desc
    limit 1
)

select causes.*
from support_report_causes as causes
inner join steps
    on causes.changed_in_month = steps.changed_in_month
where
    is_shown(causes.contact_center_name)
    and (causes.month = 'Unknown' or causes.month <= month_of_file(steps.month_before));

create or replace temp table restated as
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
from cause_figures as causes
group by causes.month, causes.cause, causes.name_before, causes.name_after
