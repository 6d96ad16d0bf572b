-- One row per file that was brought in: what it was and what it did. The rows of a file all
-- went somewhere:
--   rows_read = added + updated + deleted + unchanged + superseded + without_effect + rejected
create table ops.processed_files (
    table_name varchar,
    month integer,
    file_name varchar,
    sha256 varchar,
    size_bytes bigint,
    rows_read bigint,
    rows_added bigint,
    rows_updated bigint,
    rows_deleted bigint,
    rows_unchanged bigint,
    rows_superseded bigint,
    rows_without_effect bigint,
    rows_rejected bigint,
    table_rows_before bigint,
    table_rows_after bigint,
    file_modified_utc timestamp,
    processed_utc timestamp,
    processed_by varchar
);

comment on table ops.processed_files is 'One row per file that was brought in, in order.';
comment on column ops.processed_files.table_name is 'The table the file belongs to.';
comment on column ops.processed_files.month is
'Month (YYYYMM) of the file; 202501 for the initial extract.';
comment on column ops.processed_files.file_name is 'Path of the file below the data directory.';
comment on column ops.processed_files.sha256 is 'SHA-256 of the bytes of the file.';
comment on column ops.processed_files.size_bytes is 'Size of the file in bytes.';
comment on column ops.processed_files.rows_read is
'Rows in the file, without its header and blank lines.';
comment on column ops.processed_files.rows_added is 'Rows whose key was new.';
comment on column ops.processed_files.rows_updated is 'Rows that replaced another version.';
comment on column ops.processed_files.rows_deleted is 'Rows that removed their key.';
comment on column ops.processed_files.rows_unchanged is 'Rows equal to what was there.';
comment on column ops.processed_files.rows_superseded is
'Rows followed by a later row of the same key in the same file.';
comment on column ops.processed_files.rows_without_effect is 'Deletes of a key that was not there.';
comment on column ops.processed_files.rows_rejected is 'Rows set aside in ops.rejected_rows.';
comment on column ops.processed_files.table_rows_before is 'Rows of the table before the file.';
comment on column ops.processed_files.table_rows_after is 'Rows of the table after the file.';
comment on column ops.processed_files.file_modified_utc is
'When the file was last written, in UTC.';
comment on column ops.processed_files.processed_utc is
'When the build that brought it in began, in UTC.';
comment on column ops.processed_files.processed_by is 'Versions of supportwh and DuckDB.';
