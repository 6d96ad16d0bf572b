-- Channel mix by category: one row per month, category and channel with interactions.
{% set key, share = 'category_name', 'share_of_category' %}
{% include 'templates/by_channel.sql' %}
