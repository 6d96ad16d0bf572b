-- One row per agent who is live after the last month applied. From the files `agents`; a
-- deleted agent is only in `history.agents`. The center is where the agent works now: an
-- interaction keeps its own.
create table dim_agents (
    agent_id varchar,
    contact_center_id varchar,
    category_id varchar,
    full_name varchar,
    hire_date date,
    valid_from_month integer
);

comment on table dim_agents is 'One row per live agent.';
comment on column dim_agents.agent_id is 'Key of the agent.';
comment on column dim_agents.contact_center_id is
'The center the agent works at now; may differ from that of an interaction.';
comment on column dim_agents.category_id is 'The service category the agent specializes in.';
comment on column dim_agents.full_name is 'Name of the agent.';
comment on column dim_agents.hire_date is 'Day the agent was hired.';
comment on column dim_agents.valid_from_month is
'Month (YYYYMM) of the file that brought this version of the row.';
