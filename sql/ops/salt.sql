-- The salt of the hashes of erased keys; null if nothing was erased.
select min(salt) as salt
from ops.erasures
