-- Call duration and handle time by agent: one row per agent with phone calls.
{% set keys = ['agent_name', 'agent_id'] %}
{% include 'templates/handle_time.sql' %}
