-- The operations report for all contact centers: one row per month.
{% set keys = [] %}
{% include 'templates/by_month.sql' %}
