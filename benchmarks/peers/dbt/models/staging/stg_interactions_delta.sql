-- depends_on: {{ ref('stg_interactions') }}
{{ delta_rows('interactions') }}
