-- The SQL and the dictionary that the views are made from now, and the files of a user's folder
-- among them.
update ops.warehouse
set
    views_sha256 = $views_sha256,
    custom_sql = $custom_sql
