-- What a warehouse says of itself, in the columns that its version has.
from ops.warehouse
