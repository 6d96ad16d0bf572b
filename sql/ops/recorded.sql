-- The properties of a warehouse of any version, with the columns that this version has.
from ops.warehouse
