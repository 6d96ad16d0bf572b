-- The zone of local times, as warehouses of all versions have it.
select zone
from ops.warehouse
