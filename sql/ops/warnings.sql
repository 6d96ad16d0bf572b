-- What each build has warned of, in order.
select
    build_utc,
    file_name,
    kind,
    what,
    occurrences,
    example,
    advice
from ops.warnings
order by build_utc, rowid
