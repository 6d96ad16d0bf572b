"""Opens a warehouse, wherever it is: the one place that knows both engines."""

from pathlib import Path

from warehouse.engine import database as duckdb_file
from warehouse.engine.connection import Connection
from warehouse.engine.location import Location, SparkTarget
from warehouse.load.store import Store


def open_to_read(database: Location, as_of: str | None = None) -> Connection:
    """Open a warehouse that must be there, to read it as it was after a month (YYYYMM), or as it is.

    Raises WarehouseError where there is none, and where the month was not loaded.
    """
    if isinstance(database, SparkTarget):
        from warehouse.spark.opening import open_on_spark

        return open_on_spark(database, as_of)
    return duckdb_file.open_to_read(database, as_of)


def register(database: Location, schema: str) -> None:
    """Register a warehouse on Spark in a schema of the catalog of its server. Raises WarehouseError."""
    from warehouse.spark.register import register as run_register

    assert isinstance(database, SparkTarget)
    run_register(database, schema)


def store_of(database: Location, data_dir: Path | str) -> Store:
    """The store of a warehouse and of the extract in data_dir, to build it or to look for what is pending."""
    if isinstance(database, SparkTarget):
        from warehouse.spark.store import SparkStore

        store: Store = SparkStore(database, str(data_dir))
        return store
    from warehouse.load.local import LocalStore

    return LocalStore(database, Path(data_dir))
