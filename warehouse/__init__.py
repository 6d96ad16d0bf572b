"""supportwh: builds a queryable DuckDB warehouse from monthly support CSV extracts."""

__version__ = "3.0.0"
