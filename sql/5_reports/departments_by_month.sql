-- What people ask about: one row per month and department, with the measures of the operations
-- report.
{% set keys = ['department'] %}
{% include 'templates/by_month.sql' %}
