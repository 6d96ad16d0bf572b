-- What the typed reader took of a file, and what it left in `reject_errors`, which it makes itself:
-- rows and commas, which have to add up to those that the bytes of the file have, and rows that a
-- rule rejects.
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
