-- The properties of the warehouse.
select
    zone,
    cast(initial_month as varchar) as initial_month,
    partial_updates,
    title,
    audience,
    tables_sha256,
    views_sha256,
    settings_sha256,
    custom_sql,
    created_utc,
    created_by
from ops.warehouse
