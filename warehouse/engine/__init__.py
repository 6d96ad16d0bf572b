"""DuckDB and the SQL: templates, connections, and files that are replaced whole."""
