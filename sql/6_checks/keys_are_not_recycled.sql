-- Keys that were given to another record: an update changes both the name and the hire date of an
-- agent, or the agent, start and category of an interaction. The history of such a key mixes two
-- records.
with
agents as (
    select * exclude (valid_to_month, superseded_by, ended_as)
    from history.agents
    where valid_from_month >= $first_month
    union all
    select *
    from core.agents
    where valid_from_month >= $first_month
),

interactions as (
    select
        interaction_id,
        agent_id,
        category_id,
        interaction_start_utc,
        valid_from_month
    from history.interactions
    where
        valid_from_month >= $first_month
        and valid_from_month > (select min(files.month) from ops.processed_files as files)
    union all
    select
        interaction_id,
        agent_id,
        category_id,
        interaction_start_utc,
        valid_from_month
    from core.interactions
    where
        valid_from_month >= $first_month
        and valid_from_month > (select min(files.month) from ops.processed_files as files)
),

recycled as (
    select
        before.superseded_by as file_name,
        'agents' as table_name,
        before.agent_id || ': ' || before.full_name || ', now ' || after.full_name as example
    from history.agents as before
    inner join agents as after
        on
            before.agent_id = after.agent_id
            and before.valid_to_month = after.valid_from_month
    where
        before.valid_to_month >= $first_month
        and before.ended_as = 'updated'
        and before.full_name <> after.full_name
        and before.hire_date <> after.hire_date
    union all
    select
        before.superseded_by as file_name,
        'interactions' as table_name,
        before.interaction_id as example
    from history.interactions as before
    inner join interactions as after
        on
            before.interaction_id = after.interaction_id
            and before.valid_to_month = after.valid_from_month
    where
        before.valid_to_month >= $first_month
        and before.ended_as = 'updated'
        and before.agent_id <> after.agent_id
        and before.category_id <> after.category_id
        and before.interaction_start_utc <> after.interaction_start_utc
)

select
    file_name,
    case table_name
        when 'agents'
            then counted(
                count(*),
                'agent has a different name and hire date than before',
                'agents have a different name and hire date than before'
            )
        else counted(
            count(*),
            'interaction has a different agent, start and category than before',
            'interactions have a different agent, start and category than before'
        )
    end as what,
    count(*) as occurrences,
    min(example) as example,
    'Was the key given to another record? Its history would mix both records.' as advice
from recycled
group by file_name, table_name
order by file_name, table_name
