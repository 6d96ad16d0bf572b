-- Call duration and handle time by department: one row per department with phone calls.
{% set keys = ['department'] %}
{% include 'templates/handle_time.sql' %}
