-- What people ask about: one row per month and category, with the measures of the operations
-- report.
{% set keys = ['category_name'] %}
{% include 'templates/by_month.sql' %}
