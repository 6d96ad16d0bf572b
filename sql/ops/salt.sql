-- The salt of the keys that were erased; null where nothing was.
select min(salt) as salt
from ops.erasures
