"""A warehouse on Spark behind what `engine.render` asks of a connection: `execute`, `fetchall`, `description`."""

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
    """One state of a warehouse, from when it is opened to when it is closed; a build adds to it what it writes.

    Closing it ends the session with the server, if it owns that. While is_loading, temporary tables stay on the
    server.
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
        """Nothing: the server does not say how far a statement is."""
        return -1.0

    def interrupt(self) -> None:
        """Stop what runs, here and on the server."""
        self.storage.spark.interruptAll()
        self.local.con.interrupt()

    def extract_statements(self, sql: str) -> list[Statement]:
        found = self.local.con.extract_statements(sql)
        return [Statement(one.query, set(one.named_parameters), one.type) for one in found]

    def execute(self, statement: Statement | str, parameters: Mapping[str, Any] | None = None) -> Self:
        """Run one statement; its rows are there for `fetchall`. Raises duckdb.Error for what the server says."""
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
        """The rows of a select, with the names and types that DuckDB has for them, which says what is wrong with it."""
        if not self.local.is_defined(tree):
            return self.fetch_frame(self.server.select(tree, parameters))
        text = sql.strip().rstrip(";")
        self.run_locally(f"create or replace temp table answer as from (\n{text}\n) limit 0", parameters)
        self.fetch_frame(self.server.select(tree, parameters))
        with self.fetched_rows() as rows:
            self.run_locally(f"insert into answer from {rows}", {})
        return self.run_locally("from answer", {})

    def run_locally(self, sql: str, parameters: Mapping[str, Any]) -> None:
        cursor = self.local.con.execute(sql, dict(parameters) or None)
        self.description = cursor.description
        self._rows = cursor.fetchall() if self.description else []

    def fetch_frame(self, frame: DataFrame) -> None:
        self._table = frame.toArrow()
        with self.fetched_rows() as rows:
            self.run_locally(f"from {rows}", {})

    @contextlib.contextmanager
    def fetched_rows(self) -> Iterator[str]:
        """The rows that were fetched last, by a name at home."""
        self.local.con.register("fetched", self._table)
        yield "fetched"
        self.local.con.unregister("fetched")

    def _create_view(self, sql: str, name: str, select: str, *, is_temporary: bool) -> None:
        """A view. One of staging hands on the line of each row: a table of Spark's has no order of its own."""
        select = select.replace("select", "select line,", 1) if name.startswith("stg_") else select
        self.local.views[name] = select
        self.server.invalidate(name)
        if not is_temporary:
            self.run_locally(sql, {})

    def _set_variable(self, name: str, query: exp.Expression) -> None:
        value = query.sql("duckdb")
        if not self.local.is_local_query(query):
            self.fetch_frame(self.server.select(query, {}))
            [(found,)] = self.fetchall()
            value = f"select {exp.convert(found).sql('duckdb')}"
        self.run_locally(f"set variable {name} = ({value})", {})

    def _explain(self, sql: str) -> None:
        """The server's plan of a select, as DuckDB returns its own."""
        tree = parse(sql)
        if self.local.is_local_query(tree):
            return self.run_locally(f"explain {sql}", {})
        self.fetch_frame(self.server.explain(tree))
        self._rows = [("physical_plan", text) for (text,) in self._rows]
        return None
