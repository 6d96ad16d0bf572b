-- What was decided when the warehouse was made, as warehouses of all versions have it.
select *
from ops.warehouse
