-- One row per agent with phone calls: how long calls last, and how long agents work on them.
{% set keys = ['agent_name', 'agent_id'] %}
{% include 'templates/handle_time.sql' %}
