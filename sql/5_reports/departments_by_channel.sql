-- Channel mix by department: one row per month, department and channel with interactions.
{% set key, share = 'department', 'share_of_department' %}
{% include 'templates/by_channel.sql' %}
