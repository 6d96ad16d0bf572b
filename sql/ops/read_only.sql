-- Restricts a connection before a user's statement runs: it can read only the warehouse and write
-- nothing. These options are not set on connecting, because DuckDB then could not open a warehouse
-- with a `?` in its name.
set temp_directory = '';

set autoload_known_extensions = false;

set allow_community_extensions = false;

set enable_external_access = false;

set lock_configuration = true;
