-- Adds the rows of one build to the table of builds, unless a later build is in it. This is a merge
-- because Delta lets concurrent inserts both succeed, and refuses one of two merges. Spark's SQL.
merge into {{ builds }} as known
using {{ added }} as added
    on known.build >= {{ first_foreign | number }}
when not matched then
    insert (
        build,
        build_id,
        folder,
        table_name,
        version,
        month,
        written_utc,
        written_by
    )
    values (
        added.build,
        added.build_id,
        added.folder,
        added.table_name,
        added.version,
        added.month,
        added.written_utc,
        added.written_by
    )
