-- One row per loaded month except the first, and interaction that it added, updated, deleted or
-- restored, with the values before and after. Reads only rows that a month added or superseded.
with
before as (
    select *
    from fact_interactions_history
    where valid_to_month is not null
),

after as (
    select *
    from fact_interactions_history
    where valid_from_month > (select min(files.month) from processed_files as files)
),

first_ends as (
    select
        interaction_id,
        min(valid_to_month) as ended_in_month
    from before
    group by interaction_id
)

select
    coalesce(after.valid_from_month, before.valid_to_month) as changed_in_month,
    coalesce(after.interaction_id, before.interaction_id) as interaction_id,
    case
        when after.interaction_id is null then 'deleted'
        when before.interaction_id is not null then 'updated'
        when first_ends.ended_in_month < after.valid_from_month then 'restored'
        else 'added'
    end as change,
    before.month as interaction_month_before,
    after.month as interaction_month_after,
    before.contact_center_id as contact_center_id_before,
    after.contact_center_id as contact_center_id_after,
    before.category_id as category_id_before,
    after.category_id as category_id_after,
    before.agent_id as agent_id_before,
    after.agent_id as agent_id_after,
    before.is_call as is_call_before,
    after.is_call as is_call_after,
    before.call_duration_minutes as call_duration_minutes_before,
    after.call_duration_minutes as call_duration_minutes_after,
    before.satisfaction_rating as satisfaction_rating_before,
    after.satisfaction_rating as satisfaction_rating_after
from before
full join after
    on
        before.interaction_id = after.interaction_id
        and before.valid_to_month = after.valid_from_month
left join first_ends
    on after.interaction_id = first_ends.interaction_id
