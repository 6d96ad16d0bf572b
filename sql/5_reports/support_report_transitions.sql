-- One row per loaded month and group of interactions that it may have changed in the report: their
-- values before and after, with the names of that time, and their number. Reads only rows that a
-- month added or superseded, and rows that refer to a name that it changed.
with
-- Interactions whose own row changed, counted by their values before and after.
changed as (
    select
        changed_in_month,
        change,
        interaction_month_before,
        interaction_month_after,
        contact_center_id_before,
        contact_center_id_after,
        category_id_before,
        category_id_after,
        coalesce(is_call_before, false) as is_call_before,
        coalesce(is_call_after, false) as is_call_after,
        coalesce(call_duration_minutes_before, -1)
        <> coalesce(call_duration_minutes_after, -1) as is_duration_changed,
        count(*) as interactions,
        sum(call_duration_minutes_before) as minutes_before,
        sum(call_duration_minutes_after) as minutes_after,
        min(interaction_id) as example
    from interaction_changes
    group by all
),

-- Unchanged interactions whose contact center or department was renamed.
kept as (
    select
        month,
        contact_center_id,
        category_id,
        is_call,
        valid_from_month,
        valid_to_month,
        count(*) as interactions,
        sum(call_duration_minutes) as minutes,
        min(interaction_id) as example
    from fact_interactions_history
    where
        contact_center_id in (
            select centers.contact_center_id
            from contact_center_changes as centers
            where centers.name_before is distinct from centers.name_after
        )
        or category_id in (
            select categories.category_id
            from service_category_changes as categories
            where categories.department_before is distinct from categories.department_after
        )
    group by all
),

transitions as (
    select *
    from changed
    union all
    select
        steps.changed_in_month,
        'none' as change,
        kept.month as interaction_month_before,
        kept.month as interaction_month_after,
        kept.contact_center_id as contact_center_id_before,
        kept.contact_center_id as contact_center_id_after,
        kept.category_id as category_id_before,
        kept.category_id as category_id_after,
        kept.is_call as is_call_before,
        kept.is_call as is_call_after,
        false as is_duration_changed,
        kept.interactions,
        kept.minutes as minutes_before,
        kept.minutes as minutes_after,
        kept.example
    from load_steps as steps
    inner join kept
        on
            steps.month_before >= kept.valid_from_month
            and steps.changed_in_month < coalesce(kept.valid_to_month, 999999)
)

select
    transitions.*,
    steps.month_before,
    coalesce(center_before.name_before, 'Unknown') as center_before,
    coalesce(center_after.name_after, 'Unknown') as center_after,
    coalesce(category_before.department_before, 'Unknown') as department_before,
    coalesce(category_after.department_after, 'Unknown') as department_after
from transitions
inner join load_steps as steps
    on transitions.changed_in_month = steps.changed_in_month
left join contact_center_changes as center_before
    on
        transitions.changed_in_month = center_before.changed_in_month
        and transitions.contact_center_id_before = center_before.contact_center_id
left join contact_center_changes as center_after
    on
        transitions.changed_in_month = center_after.changed_in_month
        and transitions.contact_center_id_after = center_after.contact_center_id
left join service_category_changes as category_before
    on
        transitions.changed_in_month = category_before.changed_in_month
        and transitions.category_id_before = category_before.category_id
left join service_category_changes as category_after
    on
        transitions.changed_in_month = category_after.changed_in_month
        and transitions.category_id_after = category_after.category_id
