-- depends_on: {{ ref('stg_service_categories') }}
-- depends_on: {{ ref('stg_service_categories_delta') }}
{{ current_rows('service_categories') }}
