"""A connection to a warehouse on Spark, with the interface that `engine.render` uses."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, Self

import pyarrow as pa
from pyspark.sql import DataFrame
from sqlglot import exp

from warehouse.spark.dialect import parse
from warehouse.spark.local_catalog import LocalCatalog
from warehouse.spark.server import Server
from warehouse.spark.statement import (
    DEFINITION,
    DROP,
    EXPLAIN,
    MACRO,
    VARIABLE,
    VIEW,
    Statement,
)
from warehouse.spark.statements import KINDS
from warehouse.spark.storage import Storage, translating_errors


class SparkConnection:
    """A connection to one state of a warehouse, to which a build adds its own changes.

    Closing the connection ends the session with the server, if it owns that. While is_loading, temporary tables are on
    the server; otherwise they are local.
    """

    def __init__(self, storage: Storage, *, owns_session: bool = True) -> None:
        self.storage, self.owns_session = storage, owns_session
        self.local = LocalCatalog()
        self.server = Server(storage, self.local)
        self.is_loading = False
        self.description: Any = []
        self._rows: list[tuple[Any, ...]] = []
        self._table: pa.Table | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.local.con.close()
        if self.owns_session:
            self.storage.session.close()

    def query_progress(self) -> float:
        """Return -1, because the server does not report the progress of a statement."""
        return -1.0

    def interrupt(self) -> None:
        """Interrupt the statements that run locally and on the server."""
        self.storage.spark.interruptAll()
        self.local.con.interrupt()

    def extract_statements(self, sql: str) -> list[Statement]:
        found = self.local.con.extract_statements(sql)
        return [Statement(one.query, set(one.named_parameters), one.type) for one in found]

    def execute(self, statement: Statement | str, parameters: Mapping[str, Any] | None = None) -> Self:
        """Execute one statement; `fetchall` returns its rows. Raises duckdb.Error, also for errors of the server."""
        self.description, self._rows = [], []
        with translating_errors():
            self._run(statement if isinstance(statement, str) else statement.query, parameters or {})
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def _run(self, sql: str, parameters: Mapping[str, Any]) -> None:
        """Execute a statement locally or on the server, depending on its kind and on what it reads."""
        if (dropped := DROP.fullmatch(sql)) and self.server.drop(dropped[1]):
            return None
        if view := VIEW.fullmatch(sql):
            return self._create_view(sql, view["name"], view["select"], is_temporary=bool(view["temp"]))
        if MACRO.match(sql):
            self.local.define(sql)
        if MACRO.match(sql) or DEFINITION.match(sql):
            return self.run_locally(sql, parameters)
        if variable := VARIABLE.fullmatch(sql):
            return self._set_variable(variable[1], parse(f"select {variable[2]} as value"))
        if explained := EXPLAIN.fullmatch(sql):
            return self._explain(explained[1])
        tree = parse(sql)
        for kind, run in KINDS.items():
            if isinstance(tree, kind):
                run(self, tree, sql, parameters)
                return None
        if self.local.is_local_query(tree):
            return self.run_locally(sql, parameters)
        return self._select(tree, sql, parameters)

    def _select(self, tree: exp.Expression, sql: str, parameters: Mapping[str, Any]) -> None:
        """Execute a select on the server. DuckDB determines its column names and types, and reports errors in it."""
        if not self.local.is_defined(tree):
            return self.fetch_frame(self.server.select(tree, parameters))
        text = sql.strip().rstrip(";")
        self.run_locally(f"create or replace temp table answer as from (\n{text}\n) limit 0", parameters)
        self.fetch_frame(self.server.select(tree, parameters))
        with self.fetched_rows() as rows:
            self.run_locally(f"insert into answer from {rows}", {})
        return self.run_locally("from answer", {})

    def run_locally(self, sql: str, parameters: Mapping[str, Any]) -> None:
        """Execute a statement in the local DuckDB."""
        cursor = self.local.con.execute(sql, dict(parameters) or None)
        self.description = cursor.description
        self._rows = cursor.fetchall() if self.description else []

    def fetch_frame(self, frame: DataFrame) -> None:
        """Fetch the rows of a frame from the server."""
        self._table = frame.toArrow()
        with self.fetched_rows() as rows:
            self.run_locally(f"from {rows}", {})

    @contextlib.contextmanager
    def fetched_rows(self) -> Iterator[str]:
        """Register the rows fetched last as a local table, and yield its name."""
        self.local.con.register("fetched", self._table)
        yield "fetched"
        self.local.con.unregister("fetched")

    def _create_view(self, sql: str, name: str, select: str, *, is_temporary: bool) -> None:
        """Create a view. Views of staging also have the line of each row, because tables of Spark have no order."""
        select = select.replace("select", "select line,", 1) if name.startswith("stg_") else select
        self.local.views[name] = select
        self.server.invalidate(name)
        if not is_temporary:
            self.run_locally(sql, {})

    def _set_variable(self, name: str, query: exp.Expression) -> None:
        """Set a variable to the value of a query."""
        value = query.sql("duckdb")
        if not self.local.is_local_query(query):
            self.fetch_frame(self.server.select(query, {}))
            [(found,)] = self.fetchall()
            value = f"select {exp.convert(found).sql('duckdb')}"
        self.run_locally(f"set variable {name} = ({value})", {})

    def _explain(self, sql: str) -> None:
        """Return the plan of a select from the server, in the form of a plan of DuckDB."""
        tree = parse(sql)
        if self.local.is_local_query(tree):
            return self.run_locally(f"explain {sql}", {})
        self.fetch_frame(self.server.explain(tree))
        self._rows = [("physical_plan", text) for (text,) in self._rows]
        return None
