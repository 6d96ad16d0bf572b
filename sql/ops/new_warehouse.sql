-- Stores the properties of a new warehouse.
insert into ops.warehouse by name
select
    $zone as zone,
    cast($initial_month as integer) as initial_month,
    $title as title,
    $audience as audience,
    $partial_updates as partial_updates,
    $tables_sha256 as tables_sha256,
    $views_sha256 as views_sha256,
    $custom_sql as custom_sql,
    cast($created_utc as timestamp) as created_utc,
    $created_by as created_by
