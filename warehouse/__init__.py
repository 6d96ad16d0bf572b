"""supportwh: monthly CSV dumps of a support department, as one DuckDB file to query."""

__version__ = "3.0.0"
