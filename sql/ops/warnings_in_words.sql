-- What the builds warned of, in words, for the sheet `About` of a workbook: the file or relation,
-- how many rows, and the warning with its example and advice.
select
    file_name,
    coalesce(cast(occurrences as varchar), '') as rows_concerned,
    '' as no_column,
    concat_ws('; ', what, 'such as ' || example, nullif(advice, '')) as warning
from ops.warnings
order by build_utc, file_name, what
