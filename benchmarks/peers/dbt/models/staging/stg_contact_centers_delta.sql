-- depends_on: {{ ref('stg_contact_centers') }}
{{ delta_rows('contact_centers') }}
