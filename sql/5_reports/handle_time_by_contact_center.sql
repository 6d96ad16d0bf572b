-- Call duration and handle time by contact center: one row per contact center with phone calls.
{% set keys = ['contact_center_name'] %}
{% include 'templates/handle_time.sql' %}
