-- The rows that the delta updates or deletes leave the table, and `8_insert` brings the new
-- version of those it updates. Together they are a merge, at half its cost: a merge updates in
-- place, and rewrites every part of the table in which it finds a row.
delete from {{ table.target | qualified }}
where
    rowid in (
        select changes.target_rowid
        from changes
        where changes.change <> 'unchanged'
    )
