-- Metadata: the properties of the warehouse, loaded files, rejected rows, warnings and erased
-- records.
create schema ops;

-- One row: the settings that were fixed when the warehouse was created, and hashes of the SQL that
-- created its tables and views.
create table ops.warehouse (
    zone varchar,
    initial_month integer,
    title varchar,
    audience varchar,
    partial_updates varchar,
    tables_sha256 varchar,
    views_sha256 varchar,
    settings_sha256 varchar default '',
    custom_sql varchar default '',
    created_utc timestamp,
    created_by varchar
);

-- The ledger: one row per loaded file, with what it changed. All of its rows are accounted for:
--   rows_read = rows_added + rows_updated + rows_deleted + rows_unchanged + rows_superseded
--       + deletes_of_missing_keys + rows_rejected
create table ops.processed_files (
    table_name varchar,
    month integer,
    file_name varchar,
    sha256 varchar,
    size_bytes bigint,
    rows_read bigint,
    rows_added bigint,
    rows_updated bigint default 0,
    rows_deleted bigint default 0,
    rows_unchanged bigint default 0,
    rows_superseded bigint default 0,
    deletes_of_missing_keys bigint default 0,
    rows_rejected bigint,
    adds_that_updated bigint default 0,
    updates_that_added bigint default 0,
    table_rows_before bigint,
    table_rows_after bigint,
    file_modified_utc timestamp,
    processed_utc timestamp,
    processed_by varchar,
    load_rules_sha256 varchar,
    times_have_zone boolean
);

-- One row per fault of a row that was quarantined (`--quarantine`); `kinds.csv` lists the kinds. A
-- row with two faults occurs twice, with the same file and line.
create table ops.rejected_rows (
    table_name varchar,
    month integer,
    file_name varchar,
    line bigint,
    column_name varchar,
    value varchar,
    kind varchar,
    reason varchar,
    raw_text varchar,
    build_utc timestamp
);

-- One row per warning of a build: implausible data. `file_name` is the file or relation that the
-- warning is about; `kinds.csv` lists the kinds.
create table ops.warnings (
    build_utc timestamp,
    file_name varchar,
    kind varchar,
    what varchar,
    occurrences bigint,
    example varchar,
    advice varchar
);

-- One row per record that was erased (`supportwh erase`): when, from which table, how many rows
-- contained it, and a salted hash of its key, which identifies it if a later file contains it
-- again.
create table ops.erasures (
    erased_utc timestamp,
    erased_by varchar,
    table_name varchar,
    key_sha256 varchar,
    salt varchar,
    live_rows bigint default 0,
    history_rows bigint default 0,
    references_removed bigint default 0,
    rejected_rows bigint default 0,
    warnings bigint default 0
);
