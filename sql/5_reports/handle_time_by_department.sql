-- One row per department with phone calls: how long calls last, and how long agents work on them.
{% set keys = ['department'] %}
{% include 'templates/handle_time.sql' %}
