-- Agents with a hire date after the month of their file.
select
    files.file_name,
    counted(
        count(*),
        'agent has a hire date after the month of the file',
        'agents have a hire date after the month of the file'
    ) as what,
    count(*) as occurrences,
    min(agents.agent_id || ' on ' || cast(agents.hire_date as varchar)) as example,
    'Is the year mistyped, or is it a future hire?' as advice
from core.agents
left join ops.processed_files as files
    on
        agents.valid_from_month = files.month
        and files.table_name = 'agents'
where
    agents.hire_date > last_day(first_day_of(agents.valid_from_month))
    and agents.valid_from_month >= $first_month
group by files.file_name
order by files.file_name
