-- The operations report by category: one row per month and category.
{% set keys = ['category_name'] %}
{% include 'templates/by_month.sql' %}
