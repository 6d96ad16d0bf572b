-- One row: what was decided when the warehouse was made and must not change under it.
create table ops.warehouse (
    zone varchar,
    tables_sha256 varchar,
    reports_sha256 varchar,
    created_utc timestamp,
    created_by varchar
);

comment on table ops.warehouse is 'One row per warehouse: what was decided when it was made.';
comment on column ops.warehouse.zone is 'The time zone of every local time and month.';
comment on column ops.warehouse.tables_sha256 is
'SHA-256 of the SQL that the tables were made from.';
comment on column ops.warehouse.reports_sha256 is
'SHA-256 of the SQL that the reports were made from.';
comment on column ops.warehouse.created_utc is 'When the warehouse was first built, in UTC.';
comment on column ops.warehouse.created_by is 'Versions of supportwh and DuckDB that made it.';
