-- Counts the rows that the typed reader accepted, and those that it left in `reject_errors`, a
-- table that DuckDB creates. Rows and commas must add up to the counts from the bytes of the file.
-- Also counts the rows that a rule rejects.
with
rejected as (
    select distinct
        line,
        csv_line
    from reject_errors
)

select
    (select count(*) from {{ target }}) as rows_staged,
    (select count(*) from suspects) as suspects,
    count(*) as lines_rejected,
    coalesce(sum(length(regexp_replace(csv_line, '"[^"]*"|[^,"]+', '', 'g'))), 0)
        as commas_rejected
from rejected
