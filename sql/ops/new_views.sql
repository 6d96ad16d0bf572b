-- Stores the hash of the SQL and the dictionary that the views were created from, and the files of
-- the user's directory among them.
update ops.warehouse
set
    views_sha256 = $views_sha256,
    custom_sql = $custom_sql
