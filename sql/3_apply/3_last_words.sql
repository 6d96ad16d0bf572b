-- Where a file has several rows of one key, the last one stands: delete then add is a live row.
-- Returns the number of rows that were superseded.
delete from delta
where
    rowid not in (
        select max(rowid)
        from delta
        group by {{ table.key | identifier }}
    )
