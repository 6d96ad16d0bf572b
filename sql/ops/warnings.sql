-- The warnings of one build or of all builds, in order.
select
    build_utc,
    file_name,
    kind,
    what,
    occurrences,
    example,
    coalesce(advice, '') as advice
from {{ source }}
where build_utc = coalesce(cast($build_utc as timestamp), build_utc)
order by build_utc, rowid
