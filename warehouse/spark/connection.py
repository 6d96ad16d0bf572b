"""A warehouse on Spark behind what `engine.render` asks of a connection: `execute`, `fetchall`, `description`."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, Self

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from warehouse.engine.quoting import identifier
from warehouse.spark.commits import Part
from warehouse.spark.dialect import flat, parse
from warehouse.spark.home import STORED, Home
from warehouse.spark.server import Server
from warehouse.spark.statement import (
    DEFINITION,
    DROP,
    EXPLAIN,
    MACRO,
    VARIABLE,
    VIEW,
    Statement,
    counted_table,
    deleted,
    is_temporary,
    updated,
)
from warehouse.spark.storage import Storage, spoken


class SparkConnection:
    """One state of a warehouse, from when it is opened to when it is closed; a build adds to it what it writes.

    While is_loading, temporary tables stay on the server, and rows are counted by those of their parts. month is
    that of what is written.
    """

    def __init__(self, spark: SparkSession, storage: Storage) -> None:
        self.home = Home()
        self.server = Server(spark, storage, self.home)
        self.storage = storage
        self.is_loading = False
        self.month = 0
        self.written: list[Part] = []
        self.description: list[tuple[str, ...]] = []
        self._rows: list[tuple[Any, ...]] = []
        self._table: pa.Table | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.home.con.close()

    def interrupt(self) -> None:
        """Stop what runs, here and on the server."""
        self.server.spark.interruptAll()
        self.home.con.interrupt()

    def extract_statements(self, sql: str) -> list[Statement]:
        found = self.home.con.extract_statements(sql)
        return [Statement(one.query, set(one.named_parameters), one.type) for one in found]

    def execute(self, statement: Statement | str, parameters: Mapping[str, Any] | None = None) -> Self:
        """Run one statement; its rows are there for `fetchall`. Raises duckdb.Error for what the server says."""
        self.description, self._rows = [], []
        with spoken():
            self._run(statement if isinstance(statement, str) else statement.query, parameters or {})
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def _run(self, sql: str, parameters: Mapping[str, Any]) -> None:
        if (dropped := DROP.fullmatch(sql)) and self.server.drop(dropped[1]):
            return None
        if view := VIEW.fullmatch(sql):
            return self._view(sql, view["name"], view["select"], is_temporary=bool(view["temp"]))
        if MACRO.match(sql):
            self.home.define(sql)
        if MACRO.match(sql) or DEFINITION.match(sql):
            return self._at_home(sql, parameters)
        if variable := VARIABLE.fullmatch(sql):
            return self._variable(variable[1], self._simplified(parse(f"select {variable[2]} as value")))
        if explained := EXPLAIN.fullmatch(sql):
            return self._explain(explained[1])
        tree = parse(sql)
        for kind, run in KINDS.items():
            if isinstance(tree, kind):
                return run(self, tree, sql, parameters)
        if self.home.has_all(tree):
            return self._at_home(sql, parameters)
        return self._select(tree, sql, parameters)

    def _select(self, tree: exp.Expression, sql: str, parameters: Mapping[str, Any]) -> None:
        """The rows of a select, with the names and types that DuckDB has for them, which says what is wrong with it."""
        if not self.home.defines(tree):
            return self._answer(self.server.sent(tree, parameters))
        text = sql.strip().rstrip(";")
        self._at_home(f"create or replace temp table answer as from (\n{text}\n) limit 0", parameters)
        self._answer(self.server.sent(tree, parameters))
        with self._fetched() as rows:
            self._at_home(f"insert into answer from {rows}", {})
        return self._at_home("from answer", {})

    def _at_home(self, sql: str, parameters: Mapping[str, Any]) -> None:
        cursor = self.home.con.execute(sql, dict(parameters) or None)
        self.description = list(cursor.description or [])
        self._rows = cursor.fetchall() if self.description else []

    def _answer(self, frame: DataFrame) -> None:
        self._table = frame.toArrow()
        with self._fetched() as rows:
            self._at_home(f"from {rows}", {})

    @contextlib.contextmanager
    def _fetched(self) -> Iterator[str]:
        """The rows that were fetched last, by a name at home."""
        self.home.con.register("fetched", self._table)
        yield "fetched"
        self.home.con.unregister("fetched")

    def _simplified(self, tree: Any) -> Any:
        """While files are loaded: how many rows a table has, in the place of counting them."""
        for select in list(tree.find_all(exp.Select)) if self.is_loading else ():
            if table := counted_table(select):
                select.expressions[0].unalias().replace(exp.Literal.number(self.server.live_rows(table)))
                select.set("from_", None)
        return tree

    def _view(self, sql: str, name: str, select: str, *, is_temporary: bool) -> None:
        self.home.views[name] = select
        self.server.forget(name)
        if not is_temporary:
            self._at_home(sql, {})

    def _variable(self, name: str, query: exp.Expression) -> None:
        value = query.sql("duckdb")
        if not self.home.has_all(query):
            self._answer(self.server.sent(query, {}))
            [(found,)] = self.fetchall()
            value = f"select {exp.convert(found).sql('duckdb')}"
        self._at_home(f"set variable {name} = ({value})", {})

    def _explain(self, sql: str) -> None:
        """The server's plan of a select, as DuckDB returns its own."""
        tree = parse(sql)
        if self.home.has_all(tree):
            return self._at_home(f"explain {sql}", {})
        self._answer(self.server.explained(tree))
        self._rows = [("physical_plan", text) for (text,) in self._rows]
        return None

    def _create(self, tree: exp.Create, sql: str, parameters: Mapping[str, Any]) -> None:
        query = tree.expression
        if query is None or not is_temporary(tree) or (self.home.has_all(query) and not self.is_loading):
            self._at_home(sql, parameters)
            return self.home.forget_columns()
        name = flat(tree.this)
        if self.is_loading:
            return self.server.keep(name, query, parameters)
        self._answer(self.server.sent(query, parameters))
        with self._fetched() as rows:
            self._at_home(f"create or replace temp table {identifier(name)} as from {rows}", {})
        return self.server.forget(name)

    def _insert(self, tree: exp.Insert, sql: str, parameters: Mapping[str, Any]) -> None:
        name, query = flat(tree.this), self._simplified(tree.expression)
        if name in STORED:
            if part := self.server.append(name, self.month, query, parameters):
                self.written.append(part)
            return None
        if self.home.has_all(query):
            self._at_home(tree.sql("duckdb") if self.is_loading else sql, parameters)
        else:
            self._answer(self.server.sent(query, parameters))
            returning = " returning *" if tree.args.get("returning") else ""
            with self._fetched() as rows:
                self._at_home(f"insert into {tree.this.sql()} by name from {rows}{returning}", {})
        return self.server.forget(name)

    def _change(self, tree: exp.Delete | exp.Update, sql: str, parameters: Mapping[str, Any]) -> None:
        """A temporary table becomes a select of itself. What is deleted of the live rows is in the history already."""
        name = flat(tree.this)
        if name in STORED:
            return None
        if name not in self.home.temporary:
            self._at_home(sql, parameters)
            return self.server.forget(name)
        before = f"{name}_before"
        columns = self.server.rename(name, before)
        query = deleted(tree, before) if isinstance(tree, exp.Delete) else updated(tree, before, columns)
        return self.server.keep(name, query, parameters)

    def _copy(self, tree: exp.Copy, sql: str, parameters: Mapping[str, Any]) -> None:
        """Write a relation as a file, here: a table of its name, with its types, is before it while that is done."""
        fetched = [name for name in self.home.sources(tree) if self.home.is_remote(name)]
        for name in fetched:
            self._answer(self.server.sent(exp.select("*").from_(name), {}))
            self.home.con.execute(f"create or replace temp table {name} as from main.{name} limit 0")
            with self._fetched() as rows:
                self.home.con.execute(f"insert into temp.{name} by name from {rows}")
        self._at_home(sql, parameters)
        for name in fetched:
            self.home.con.execute(f"drop table temp.{name}")

    def begin(self) -> None:
        """Nothing: what a build writes is not there before its commit."""


#: What is done with statements that are no select.
KINDS: dict[Any, Any] = {
    exp.Copy: SparkConnection._copy,
    exp.Create: SparkConnection._create,
    exp.Delete: SparkConnection._change,
    exp.Insert: SparkConnection._insert,
    exp.Update: SparkConnection._change,
}
