-- The erased records on record, for the warehouse that will replace this one.
select
    erased_utc,
    erased_by,
    table_name,
    key_sha256,
    salt
from ops.erasures
order by erased_utc, key_sha256
