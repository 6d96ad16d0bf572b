-- Where a file has several rows of one key, the last one stands: delete then add is a live row.
-- Returns the number of rows that were superseded.
delete from delta
using (
    select
        {{ table.key | identifier }},
        max(rowid) as last_rowid
    from delta
    group by {{ table.key | identifier }}
    having count(*) > 1
) as repeated
where
    delta.{{ table.key | identifier }} = repeated.{{ table.key | identifier }}
    and delta.rowid < repeated.last_rowid
