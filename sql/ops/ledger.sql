-- The loaded files, for a build to compare with the files in the data directory.
select
    table_name,
    cast(month as varchar) as month,
    file_name,
    size_bytes,
    strftime(file_modified_utc, '%Y-%m-%d %H:%M:%S.%f') as modified_utc,
    sha256,
    load_rules_sha256
from ops.processed_files
order by month, file_name
