-- Before a user's own statement: from here on nothing but the warehouse can be read, and nothing
-- can be written. Not on connecting, when it would also keep DuckDB from a warehouse whose name has
-- a `?` in it.
set temp_directory = '';

set autoload_known_extensions = false;

set allow_community_extensions = false;

set enable_external_access = false;

set lock_configuration = true;
