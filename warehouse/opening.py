"""Opens a warehouse of either engine; no other module knows both."""

from pathlib import Path

from warehouse.engine import database as duckdb_file
from warehouse.engine.connection import Connection
from warehouse.engine.location import Location, SparkTarget
from warehouse.load.store import Store


def open_to_read(database: Location, as_of: str | None = None) -> Connection:
    """Open an existing warehouse for reading, optionally as of a month (YYYYMM).

    Raises WarehouseError if it does not exist or the month is not loaded.
    """
    if isinstance(database, SparkTarget):
        from warehouse.spark.opening import open_on_spark

        return open_on_spark(database, as_of)
    return duckdb_file.open_to_read(database, as_of)


def register(database: Location, schema: str) -> None:
    """Register a warehouse on Spark in a schema of its server's catalog. Raises WarehouseError."""
    from warehouse.spark.register import register as run_register

    assert isinstance(database, SparkTarget)
    run_register(database, schema)


def store_of(database: Location, data_dir: Path | str) -> Store:
    """Return the store of a warehouse and its extract in data_dir, to build it or to find pending files."""
    if isinstance(database, SparkTarget):
        from warehouse.spark.store import SparkStore

        store: Store = SparkStore(database, str(data_dir))
        return store
    from warehouse.load.local import LocalStore

    return LocalStore(database, Path(data_dir))
