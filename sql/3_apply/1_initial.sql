-- The extract of the first month, straight into its empty table.
insert into {{ table.target | qualified }} by name
select
    *,
    {{ month | number }} as valid_from_month
from {{ table.staging | identifier }}
