-- One row per month and agent with interactions, with the measures of the operations report. Calls
-- without an agent are in a row of Unknown: nobody took them.
{% set keys = ['agent_id', 'agent_name'] %}
{% include 'templates/by_month.sql' %}
