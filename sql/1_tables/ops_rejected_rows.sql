-- One row per fault of a row that could not be loaded and was set aside (`--quarantine`).
-- A row with two faults is here twice, with the same file and line.
create table ops.rejected_rows (
    table_name varchar,
    month integer,
    file_name varchar,
    line bigint,
    column_name varchar,
    value varchar,
    reason varchar,
    raw_text varchar,
    build_utc timestamp
);

comment on table ops.rejected_rows is 'One row per fault of a row that was set aside.';
comment on column ops.rejected_rows.table_name is 'The table the file belongs to.';
comment on column ops.rejected_rows.month is 'Month (YYYYMM) of the file.';
comment on column ops.rejected_rows.file_name is 'Path of the file below the data directory.';
comment on column ops.rejected_rows.line is 'Line of the file on which the row begins, from 1.';
comment on column ops.rejected_rows.column_name is
'The column at fault; null where the whole row is.';
comment on column ops.rejected_rows.value is 'What the cell says.';
comment on column ops.rejected_rows.reason is 'What is wrong with it.';
comment on column ops.rejected_rows.raw_text is 'The row as it stands in the file.';
comment on column ops.rejected_rows.build_utc is 'When the build that set it aside began, in UTC.';
