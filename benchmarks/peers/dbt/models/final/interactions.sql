-- depends_on: {{ ref('stg_interactions') }}
-- depends_on: {{ ref('stg_interactions_delta') }}
{{ current_rows('interactions') }}
