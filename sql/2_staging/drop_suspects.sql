-- Deletes the rows that were staged and are invalid.
delete from {{ target }}
where
    rowid in (
        select suspects.target_rowid
        from suspects
    );
