-- Every row that the ledger counts as rejected is in `ops.rejected_rows`.
with
kept as (
    select
        file_name,
        count(distinct line) as rows_kept
    from ops.rejected_rows
    group by file_name
)

select
    processed_files.file_name,
    processed_files.rows_rejected,
    coalesce(kept.rows_kept, 0) as rows_kept
from ops.processed_files
left join kept
    on processed_files.file_name = kept.file_name
where processed_files.rows_rejected <> coalesce(kept.rows_kept, 0)
