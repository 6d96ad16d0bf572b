-- What the warehouse says of itself.
select
    zone,
    tables_sha256,
    views_sha256,
    created_utc,
    created_by
from ops.warehouse
