-- Why the report changed: one row per loaded month, row of the report that it changed, and cause,
-- with the number of interactions and the change of the totals. An interaction has one cause per
-- month; if it moves to another row, it counts in both. The causes of a row add up to its change.
with
-- The first condition that is true determines the cause.
caused as (
    select
        *,
        case
            when change = 'deleted' then 'deleted'
            when change = 'restored' then 'restored'
            when change = 'added' and interaction_month_after = 'Unknown' then 'came late'
            when change = 'added' and interaction_month_after <= month_of_file(month_before)
                then 'came late'
            when change = 'added' then 'new'
            when
                center_before <> center_after
                and coalesce(contact_center_id_before, '')
                <> coalesce(contact_center_id_after, '')
                then 'moved to another center'
            when
                department_before <> department_after
                and coalesce(category_id_before, '') <> coalesce(category_id_after, '')
                then 'moved to another department'
            when center_before <> center_after and center_after = 'Unknown' then 'center deleted'
            when center_before <> center_after and center_before = 'Unknown' then 'center added'
            when center_before <> center_after then 'center renamed'
            when department_before <> department_after and department_after = 'Unknown'
                then 'category deleted'
            when department_before <> department_after and department_before = 'Unknown'
                then 'category added'
            when department_before <> department_after then 'department renamed'
            when is_call_after and not is_call_before then 'became a call'
            when is_call_before and not is_call_after then 'ceased to be a call'
            when interaction_month_before <> interaction_month_after then 'corrected'
            when is_call_after and is_duration_changed then 'corrected'
        end as cause,
        coalesce(interaction_month_before = interaction_month_after, false)
        and center_before = center_after
        and department_before = department_after as is_same_row
    from support_report_transitions
),

-- Interactions that left a row, and interactions that entered it.
sides as (
    select
        changed_in_month,
        interaction_month_before as month,
        center_before as contact_center_name,
        department_before as department,
        cause,
        center_before,
        center_after,
        department_before,
        department_after,
        case when is_same_row then 0 else interactions end as interactions_changed,
        -interactions as interactions,
        case when is_call_before then -interactions else 0 end as calls,
        case when is_call_before then -minutes_before end as minutes,
        example
    from caused
    where cause is not null and interaction_month_before is not null
    union all
    select
        changed_in_month,
        interaction_month_after as month,
        center_after as contact_center_name,
        department_after as department,
        cause,
        center_before,
        center_after,
        department_before,
        department_after,
        interactions as interactions_changed,
        interactions,
        case when is_call_after then interactions else 0 end as calls,
        case when is_call_after then minutes_after end as minutes,
        example
    from caused
    where cause is not null and interaction_month_after is not null
)

select
    changed_in_month,
    month,
    start_of_month(month) as month_start,
    contact_center_name,
    department,
    cause,
    case
        when cause like '%center%' then center_before
        when cause like '%department%' or cause like 'category%' then department_before
    end as name_before,
    case
        when cause like '%center%' then center_after
        when cause like '%department%' or cause like 'category%' then department_after
    end as name_after,
    cast(sum(interactions_changed) as bigint) as interactions_changed,
    cast(sum(interactions) as bigint) as total_interactions_change,
    cast(sum(calls) as bigint) as total_calls_change,
    cast(coalesce(sum(minutes), 0) as double) as total_call_duration_change,
    min(example) as example_interaction_id
from sides
group by all
order by all
