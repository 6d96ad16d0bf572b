-- depends_on: {{ ref('stg_agents') }}
{{ delta_rows('agents') }}
