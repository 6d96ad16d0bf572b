-- The operations report by department: one row per month and department.
{% set keys = ['department'] %}
{% include 'templates/by_month.sql' %}
