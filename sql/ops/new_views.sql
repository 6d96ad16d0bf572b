-- What SQL and dictionary the views are made from now.
update ops.warehouse
set views_sha256 = $views_sha256
