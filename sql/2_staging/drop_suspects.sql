-- Deletes invalid rows that were already staged.
delete from {{ target }}
where
    rowid in (
        select suspects.target_rowid
        from suspects
    );
