-- The operations report: one row per month and contact center.
{% set keys = ['contact_center_name'] %}
{% include 'templates/by_month.sql' %}
