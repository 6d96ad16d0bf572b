-- One row per month, with the measures of the operations report.
{% set keys = [] %}
{% include 'templates/by_month.sql' %}
