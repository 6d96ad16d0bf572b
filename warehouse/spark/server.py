"""What the server of a connection knows by name: tables of the warehouse, views, and tables that serve a build only."""

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
    """A session with a Spark Connect server; what it is told by name, it is told when a statement asks for it."""

    def __init__(self, storage: Storage, local: LocalCatalog) -> None:
        self.storage, self.local = storage, local
        self.tables = Tables(storage, local.types)
        self.served: set[str] = set()

    @property
    def spark(self) -> SparkSession:
        return self.storage.spark

    def sent(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> DataFrame:
        """The frame of a select."""
        return self.spark.sql(self._told(tree, parameters))

    def explained(self, tree: exp.Expression) -> DataFrame:
        """The plan of a select."""
        return self.spark.sql(f"explain formatted {self._told(tree, {})}")

    def _told(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> str:
        """A select in Spark's SQL, when the server knows all that it reads."""
        for name in sorted(self.local.sources(tree)):
            self._serve(name)
        return self.local.transpile(tree, parameters).sql

    def keep(self, name: str, query: exp.Expression, parameters: Mapping[str, Any]) -> None:
        """Make a table that serves a build only: written, so that what was read once stays what it is."""
        self.offer(name, self.storage.keep(self.sent(query, parameters), name))

    def offer(self, name: str, frame: DataFrame) -> None:
        """Make a frame known by a name."""
        self.forget(name)
        frame.createOrReplaceTempView(name)
        self.local.temporary[name] = frame.columns
        self.served.add(name)

    def rename(self, name: str, other: str) -> list[str]:
        """Make a table that serves a build known by another name, too; its columns."""
        self.offer(other, self.spark.table(name))
        return self.local.temporary[other]

    def change(self, name: str, query: exp.Expression, parameters: Mapping[str, Any]) -> None:
        """Add the rows of a select to a table (`core_...`), or end its versions that it has (`history_...`)."""
        schema, _, table = name.partition("_")
        frame = self.sent(query, parameters)
        (self.tables.add if schema == "core" else self.tables.end)(table, frame)
        self.forget(f"core_{table}")
        self.forget(f"history_{table}")

    def frame_of(self, rows: pa.Table) -> DataFrame:
        """Rows of home as the server has them."""
        return self.spark.createDataFrame(rows, schema=from_arrow_schema(rows.schema, prefer_timestamp_ntz=True))

    def drop(self, name: str) -> bool:
        """Forget a table or view that serves a build; whether it is one."""
        is_one = name in self.local.temporary or name in self.local.views
        self.local.temporary.pop(name, None)
        self.local.views.pop(name, None)
        self.served.discard(name)
        return is_one

    def forget(self, name: str) -> None:
        """A relation is another: the server is told anew of it and of the views, when they are asked for."""
        self.served -= {name, *self.local.views}
        self.local.forget_columns()

    def _serve(self, name: str) -> None:
        """Make a relation known to the server, with all that it is made of."""
        if name in self.served:
            return
        if name in self.local.views:
            frame = self.sent(parse(self.local.views[name]), {})
        elif name in STORED:
            frame = self.tables.read(name)
        elif self.local.columns_of(name):
            frame = self.frame_of(self.local.rows_of(name))
        else:
            return  # `transpile` says that there is no such thing
        frame.createOrReplaceTempView(name)
        self.served.add(name)
