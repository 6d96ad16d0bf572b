-- depends_on: {{ ref('stg_contact_centers') }}
-- depends_on: {{ ref('stg_contact_centers_delta') }}
{{ current_rows('contact_centers') }}
