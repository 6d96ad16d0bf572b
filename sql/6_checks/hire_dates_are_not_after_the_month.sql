-- An agent in a month's file was hired by the end of that month.
select
    files.file_name,
    'agents have a hire date after the month of the file' as what,
    count(*) as occurrences,
    min(agents.agent_id || ' on ' || cast(agents.hire_date as varchar)) as example,
    'is the year mistyped, or is it a hire to come?' as advice
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
