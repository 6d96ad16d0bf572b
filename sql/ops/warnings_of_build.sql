-- What one build has warned of, in order.
select
    file_name,
    kind,
    what,
    occurrences,
    example,
    advice
from ops.warnings
where build_utc = cast($build_utc as timestamp)
order by rowid
