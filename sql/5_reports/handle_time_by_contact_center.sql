-- One row per contact center with phone calls: how long calls last, and how long agents work on
-- them.
{% set keys = ['contact_center_name'] %}
{% include 'templates/handle_time.sql' %}
