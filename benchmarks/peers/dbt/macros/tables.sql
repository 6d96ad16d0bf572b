{# The columns of a table, in file order. The first column is the key. #}
{% macro columns_of(table) %}
  {% set texts = 'varchar' %}
  {{ return({
    'contact_centers': {'contact_center_id': texts, 'contact_center_name': texts, 'location': texts},
    'service_categories': {'category_id': texts, 'category_name': texts, 'department': texts},
    'agents': {
      'agent_id': texts, 'full_name': texts, 'contact_center_id': texts, 'hire_date': 'date', 'category_id': texts},
    'interactions': {
      'interaction_id': texts, 'timestamp': 'timestamp', 'channel': texts, 'category_id': texts, 'agent_id': texts,
      'contact_center_id': texts, 'interaction_start': 'timestamp', 'agent_resolution_timestamp': 'timestamp',
      'interaction_end': 'timestamp', 'call_duration_minutes': 'double', 'satisfaction_rating': 'double'}
  }[table]) }}
{% endmacro %}

{# Trims and types the cells. A blank cell is null. #}
{% macro typed(table) %}
  {% for column, kind in columns_of(table).items() %}
    cast(nullif(trim("{{ column }}"), '') as {{ kind }}) as "{{ column }}"{{ ',' if not loop.last }}
  {% endfor %}
{% endmacro %}

{% macro initial_rows(table) %}
select {{ typed(table) }}
from read_csv('{{ env_var("BENCH_DATA") }}/initial/{{ table }}.csv', header = true, all_varchar = true)
{% endmacro %}

{# The rows of all deltas in the order of events. A table may have no delta. #}
{% macro delta_rows(table) %}
{% set pattern = env_var('BENCH_DATA') ~ '/delta/' ~ table ~ '_delta_*.csv' %}
{% set found = run_query("select count(*) from glob('" ~ pattern ~ "')").columns[0].values()[0] if execute else 0 %}
{% if found %}
select {{ typed(table) }}, lower(trim(action)) as action, filename, row_number() over () as row_in_order
from read_csv('{{ pattern }}', header = true, all_varchar = true, filename = true)
{% else %}
select *, 'none' as action, '' as filename, 0 as row_in_order
from {{ ref('stg_' ~ table) }}
where false
{% endif %}
{% endmacro %}

{# The table as of the last delta. #}
{% macro current_rows(table) %}
{% set key = (columns_of(table).keys() | list)[0] %}
with changes as (
    select *
    from {{ ref('stg_' ~ table ~ '_delta') }}
    qualify row_number() over (partition by {{ key }} order by filename desc, row_in_order desc) = 1
)

select *
from {{ ref('stg_' ~ table) }}
anti join changes using ({{ key }})
union all
select * exclude (action, filename, row_in_order)
from changes
where action <> 'delete'
{% endmacro %}
