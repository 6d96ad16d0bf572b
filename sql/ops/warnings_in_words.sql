-- All warnings in words, for the sheet `About` of a workbook: the file or relation, the number of
-- rows, and the warning with its example and advice.
select
    file_name,
    coalesce(cast(occurrences as varchar), '') as rows_concerned,
    '' as no_column,
    concat_ws(' ', with_example(what, occurrences, example), nullif(advice, '')) as warning
from ops.warnings
order by build_utc, file_name, what
