"""The temporary views of a session: tables and views of the warehouse, and temporary tables of a build."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from sqlglot import exp

from warehouse.spark.dialect import parse
from warehouse.spark.local_catalog import STORED, LocalCatalog
from warehouse.spark.storage import Storage
from warehouse.spark.tables import Tables


class Server:
    """A session with a Spark Connect server; relations are registered when a statement first reads them."""

    def __init__(self, storage: Storage, local: LocalCatalog) -> None:
        self.storage, self.local = storage, local
        self.tables = Tables(storage, local.types)
        self.registered: set[str] = set()

    @property
    def spark(self) -> SparkSession:
        return self.storage.spark

    def select(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> DataFrame:
        """Return the frame of a select."""
        return self.spark.sql(self._transpile(tree, parameters))

    def explain(self, tree: exp.Expression) -> DataFrame:
        """Return the plan of a select."""
        return self.spark.sql(f"explain formatted {self._transpile(tree, {})}")

    def _transpile(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> str:
        """Return a select in Spark SQL, after registering all that it reads."""
        for name in sorted(self.local.sources(tree)):
            self._register_relation(name)
        return self.local.transpile(tree, parameters).sql

    def materialize(self, name: str, query: exp.Expression, parameters: Mapping[str, Any]) -> None:
        """Create a temporary table of a build. Its rows are written, so that later reads return the same."""
        self.register(name, self.storage.materialize(self.select(query, parameters), name))

    def register(self, name: str, frame: DataFrame) -> None:
        """Register a frame under a name."""
        self.invalidate(name)
        frame.createOrReplaceTempView(name)
        self.local.temporary[name] = frame.columns
        self.registered.add(name)

    def add_alias(self, name: str, other: str) -> list[str]:
        """Register a temporary table under a second name; return its columns."""
        self.register(other, self.spark.table(name))
        return self.local.temporary[other]

    def apply_changes(self, name: str, query: exp.Expression, parameters: Mapping[str, Any]) -> None:
        """Add the rows of a select to a table (`core_...`), or end the versions that it returns (`history_...`)."""
        schema, _, table = name.partition("_")
        frame = self.select(query, parameters)
        (self.tables.add_rows if schema == "core" else self.tables.end_versions)(table, frame)
        self.invalidate(f"core_{table}")
        self.invalidate(f"history_{table}")

    def to_frame(self, rows: pa.Table) -> DataFrame:
        """Return local rows as a frame of the server."""
        return self.spark.createDataFrame(rows, schema=from_arrow_schema(rows.schema, prefer_timestamp_ntz=True))

    def drop(self, name: str) -> bool:
        """Drop a temporary table or view; return whether there was one."""
        is_one = name in self.local.temporary or name in self.local.views
        self.local.temporary.pop(name, None)
        self.local.views.pop(name, None)
        self.registered.discard(name)
        return is_one

    def invalidate(self, name: str) -> None:
        """Mark a changed relation and all views as not registered, so that their next use registers them again."""
        self.registered -= {name, *self.local.views}
        self.local.clear_columns()

    def _register_relation(self, name: str) -> None:
        """Register a relation and all that it reads on the server."""
        if name in self.registered:
            return
        if name in self.local.views:
            frame = self.select(parse(self.local.views[name]), {})
        elif name in STORED:
            frame = self.tables.read(name)
        elif self.local.columns_of(name):
            frame = self.to_frame(self.local.read_rows(name))
        else:
            return  # `transpile` raises an error for it
        frame.createOrReplaceTempView(name)
        self.registered.add(name)
