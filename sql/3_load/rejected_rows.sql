-- The rows of a file that were quarantined: five lists of one length, with a fault for each place
-- in them.
insert into ops.rejected_rows by name
select
    $table_name as table_name,
    $month as month,
    $file_name as file_name,
    unnest(cast($lines as bigint[])) as line,
    unnest(cast($column_names as varchar[])) as column_name,
    unnest(cast($texts as varchar[])) as value,
    unnest(cast($reasons as varchar[])) as reason,
    unnest(cast($raw_texts as varchar[])) as raw_text,
    cast($processed_utc as timestamp) as build_utc
