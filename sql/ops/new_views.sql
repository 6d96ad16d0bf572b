-- Stores the hash of the SQL and the dictionary that the views were created from.
update ops.warehouse
set views_sha256 = $views_sha256
