"""What the server of a connection knows by name: parts of the warehouse, views, and tables that serve a build only."""

import functools
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from sqlglot import exp

from warehouse.errors import WarehouseError
from warehouse.spark.commits import Part
from warehouse.spark.dialect import parse
from warehouse.spark.home import STORED, Home
from warehouse.spark.storage import Storage


class Server:
    """A session with a Spark Connect server; what it is told by name, it is told when a statement asks for it."""

    def __init__(self, spark: SparkSession, storage: Storage, home: Home) -> None:
        self.spark, self.storage, self.home = spark, storage, home
        self.parts: dict[str, list[Part]] = {}
        self.served: set[str] = set()

    def sent(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> DataFrame:
        """The frame of a select."""
        return self.spark.sql(self._told(tree, parameters))

    def explained(self, tree: exp.Expression) -> DataFrame:
        """The plan of a select."""
        return self.spark.sql(f"explain formatted {self._told(tree, {})}")

    def _told(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> str:
        """A select in Spark's SQL, when the server knows all that it reads."""
        for name in sorted(self.home.sources(tree)):
            self._serve(name)
        return self.home.moved(tree, parameters).sql

    def keep(self, name: str, query: exp.Expression, parameters: Mapping[str, Any]) -> None:
        """Make a table that serves a build only: written, so that what was read once stays what it is."""
        frame = self.sent(query, parameters)
        path = self.storage.work_path(name)
        frame.write.mode("error").parquet(path)
        self.offer(name, self.spark.read.schema(frame.schema).parquet(path))

    def offer(self, name: str, frame: DataFrame) -> None:
        """Make a frame known by a name."""
        self.forget(name)
        frame.createOrReplaceTempView(name)
        self.home.temporary[name] = frame.columns
        self.served.add(name)

    def rename(self, name: str, other: str) -> list[str]:
        """Make a table that serves a build known by another name, too; its columns."""
        self.offer(other, self.spark.table(name))
        return self.home.temporary[other]

    def append(self, name: str, month: int, query: exp.Expression, parameters: Mapping[str, Any]) -> Part | None:
        """Write rows of a table of the warehouse as a part of their own; nothing where there are none."""
        typed = [f"cast({column} as {kind}) as {column}" for column, kind in self.home.types(name).items()]
        part = self.storage.write(self.sent(query, parameters).selectExpr(*typed), name, month)
        if not part.rows:
            return None
        self.add_part(part)
        return part

    def add_part(self, part: Part) -> None:
        """A part is in the warehouse, as far as this connection sees it."""
        self.parts.setdefault(part.store, []).append(part)
        self.forget(part.store)

    def rows_of_parts(self, store: str) -> int:
        """How many rows the commits say that a table has."""
        return sum(part.rows for part in self.parts.get(store, []))

    def live_rows(self, table: str) -> int:
        """How many rows of a table are live: those of all versions, less those that ended."""
        return self.rows_of_parts(f"core_{table}") - self.rows_of_parts(f"history_{table}")

    def frame_of(self, rows: pa.Table) -> DataFrame:
        """Rows of home as the server has them."""
        return self.spark.createDataFrame(rows, schema=from_arrow_schema(rows.schema, prefer_timestamp_ntz=True))

    def drop(self, name: str) -> bool:
        """Forget a table or view that serves a build; whether it is one."""
        is_one = name in self.home.temporary or name in self.home.views
        self.home.temporary.pop(name, None)
        self.home.views.pop(name, None)
        self.served.discard(name)
        return is_one

    def forget(self, name: str) -> None:
        """A relation is another: the server is told anew of it and of the views, when they are asked for."""
        gone = {name, name.replace("history_", "core_"), *self.home.views}
        self.served -= gone
        self.home.forget_columns()

    def missing_rows(self) -> dict[str, str]:
        """The tables that have not as many rows as the commits say, and how many there are."""
        frames = [self._read(store).selectExpr(f"'{store}' as store", "count(*) as number") for store in self.parts]
        if not frames:
            return {}
        found = dict(functools.reduce(DataFrame.unionAll, frames).collect())
        return {
            store: f"{rows} rows are there, and {self.rows_of_parts(store)} were committed"
            for store, rows in sorted(found.items())
            if rows != self.rows_of_parts(store)
        }

    def require_all_rows(self) -> None:
        """Raise WarehouseError where a part is not whole: an engine may read a folder that is gone as no rows."""
        if missing := self.missing_rows():
            details = [f"{store}: {why}" for store, why in missing.items()]
            raise WarehouseError(f"{self.storage.folder}: parts of the warehouse are gone.", details=details)

    def _serve(self, name: str) -> None:
        """Make a relation known to the server, with all that it is made of."""
        if name in self.served:
            return
        if name in self.home.views:
            frame = self.sent(parse(self.home.views[name]), {})
        elif name in STORED:
            frame = self._stored(name)
        elif self.home.columns_of(name):
            frame = self.frame_of(self.home.rows_of(name))
        else:
            return  # `moved` says that there is no such thing
        frame.createOrReplaceTempView(name)
        self.served.add(name)

    def _stored(self, name: str) -> DataFrame:
        """The versions that ended; or the live rows: all versions but those."""
        schema, _, table = name.partition("_")
        frame = self._read(name)
        if schema == "core":
            self._serve(f"history_{table}")
            key = [str(STORED[name].key), "valid_from_month"]
            ended = self.spark.table(f"history_{table}").select(*key)
            frame = frame.join(ended, on=key, how="left_anti").select(*self.home.types(name))
        return frame

    def _read(self, name: str) -> DataFrame:
        """The rows of a table's parts."""
        types = self.home.types(name)
        paths = [self.storage.path(part) for part in self.parts.get(name, [])]
        if not paths:
            empty = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in types.items())
            return self.spark.sql(f"select {empty} where false")
        declared = ", ".join(f"{column} {kind}" for column, kind in types.items())
        return self.spark.read.schema(declared).parquet(*paths)
