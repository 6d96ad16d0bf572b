-- depends_on: {{ ref('stg_agents') }}
-- depends_on: {{ ref('stg_agents_delta') }}
{{ current_rows('agents') }}
