-- depends_on: {{ ref('stg_service_categories') }}
{{ delta_rows('service_categories') }}
