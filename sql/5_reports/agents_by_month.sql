-- The operations report by agent: one row per month and agent with interactions. Calls without an
-- agent are in the row Unknown.
{% set keys = ['agent_id', 'agent_name'] %}
{% include 'templates/by_month.sql' %}
