-- Records a file that cannot be loaded as a whole.
insert into ops.rejected_rows by name
select
    $table_name as table_name,
    $month as month,
    $file_name as file_name,
    $kind as kind,
    reason_of($kind, $detail) as reason,
    cast($processed_utc as timestamp) as build_utc;
