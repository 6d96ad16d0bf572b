"""A warehouse on Spark behind what `engine.render` asks of a connection: `execute`, `fetchall`, `description`.

What is small is at home, in a DuckDB in memory: the machinery (`ops`), the definitions of all tables and views with
their meanings, and what a report has counted. A statement that reads nothing else runs there; any other is moved
into Spark's SQL and sent.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

import duckdb
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
from sqlglot import exp

from warehouse.catalogue import TABLES
from warehouse.engine.database import connect
from warehouse.engine.quoting import identifier
from warehouse.spark.commits import Part
from warehouse.spark.dialect import Dialect, flat, parse
from warehouse.spark.storage import Storage, spoken

#: Types of DuckDB's that Spark calls otherwise.
TYPES = {"varchar": "string", "timestamp": "timestamp_ntz", "integer": "int"}
#: Statements that concern nothing but definitions and settings.
AT_HOME = re.compile(r"\s*(--[^\n]*\n\s*)*(comment|create schema|drop|reset|set(?! variable)|use|select '' where)\b")
MACRO = re.compile(r"\s*(--[^\n]*\n\s*)*create\s+(or\s+replace\s+)?(temp\s+)?macro\b", re.IGNORECASE)

DROP = re.compile(r"\s*(?:--[^\n]*\n\s*)*drop\s+table\s+(\w+);?\s*", re.IGNORECASE)
VIEW = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*create\s+(?:or\s+replace\s+)?(?P<temp>temp\s+)?view\s+(?P<name>\w+)\s+as\s+(?P<select>.*?);?\s*",
    re.IGNORECASE | re.DOTALL,
)


class _Statement(NamedTuple):
    """A statement as `engine.render` hands it on."""

    query: str
    named_parameters: set[str]


class SparkConnection:
    """One state of a warehouse, from when it is opened to when it is closed; a build adds to it what it writes.

    is_loading says that what is counted and what is temporary belongs to a build: it stays on the server.
    """

    def __init__(self, spark: SparkSession, storage: Storage) -> None:
        self.spark, self.storage = spark, storage
        self.home = connect()
        self.dialect = Dialect(self._columns, self._order_of, self._variable)
        self.is_loading = False
        self.month = 0
        self.parts: dict[str, list[Part]] = {}
        self.written: list[Part] = []
        self.views: dict[str, str] = {}  # the selects of views, as DuckDB has them
        self.served: dict[str, list[str]] = {}  # what the server knows by name, and its columns
        self.temporary: set[str] = set()  # tables of the server that are no part of the warehouse
        self._table: pa.Table | None = None
        self._rows: list[tuple[Any, ...]] = []
        self.description: list[tuple[str, ...]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.home.close()

    def begin(self) -> None:
        """Nothing: what a build writes is not there before its commit."""

    commit = rollback = begin

    def cursor(self) -> Self:
        return self

    def extract_statements(self, sql: str) -> list[Any]:
        return [_Statement(one.query, set(one.named_parameters)) for one in self.home.extract_statements(sql)]

    def execute(self, statement: Any, parameters: Mapping[str, Any] | None = None) -> Self:
        """Run one statement; its rows are there for `fetchall`. Raises duckdb.Error for what the server says."""
        sql = statement if isinstance(statement, str) else statement.query
        with spoken():
            self._run(sql, parameters or {})
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows, []
        return rows

    def fetchmany(self, size: int) -> list[tuple[Any, ...]]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    # -- where a statement runs -------------------------------------------------------------------------------

    def _run(self, sql: str, parameters: Mapping[str, Any]) -> None:
        self._table = None
        if (dropped := DROP.fullmatch(sql)) and self._drop(dropped[1]):
            return None
        if AT_HOME.match(sql):
            return self._run_at_home(sql, parameters)
        if view := VIEW.fullmatch(sql):
            self.views[view["name"]] = view["select"]
            self._forget(view["name"])
            return None if view["temp"] else self._run_at_home(sql, parameters)
        if MACRO.match(sql):
            self.dialect.define(parse(sql))
            return self._run_at_home(sql, {})
        tree = parse(sql)
        if isinstance(tree, exp.Copy):
            return self._copy(tree, sql)
        if isinstance(tree, exp.Create):
            return self._create(tree, sql, parameters)
        if isinstance(tree, exp.Delete | exp.Update):
            return self._change(tree, sql, parameters)
        if isinstance(tree, exp.Insert):
            return self._insert(tree, sql, parameters)
        if isinstance(tree, exp.Command | exp.Set):
            return self._set_variable(tree, sql, parameters)
        if self._is_at_home(self._simplified(tree)):
            return self._run_at_home(sql, parameters)
        return self._answer(self._sent(tree, parameters))

    def _run_at_home(self, sql: str, parameters: Mapping[str, Any]) -> None:
        cursor = self.home.execute(sql, dict(parameters) or None)
        self.description = list(cursor.description or [])
        self._rows = cursor.fetchall() if self.description else []

    def _is_at_home(self, tree: exp.Expression) -> bool:
        """Whether a statement reads nothing of the warehouse that is large."""
        return not any(self._is_remote(name) for name in self._sources(tree))

    def _is_remote(self, name: str) -> bool:
        if name in self.temporary or name.startswith(("core_", "history_")):
            return True
        return name in self.views and not self._is_at_home(parse(self.views[name]))

    def _sources(self, tree: exp.Expression) -> set[str]:
        """The relations that a statement reads, macros of tables included."""
        tree = self.dialect.inlined(tree)
        defined = {cte.alias for cte in tree.find_all(exp.CTE)}
        return {flat(table) for table in tree.find_all(exp.Table)} - defined

    def _simplified(self, tree: exp.Expression) -> exp.Expression:
        """While files are loaded: the rows of a table by the rows of its parts, in the place of counting them."""
        if not self.is_loading:
            return tree
        for select in list(tree.find_all(exp.Select)):
            source = select.args["from_"].this if select.args.get("from_") else None
            only = [item.unalias() for item in select.expressions]
            is_bare = not any(select.args.get(key) for key in ("where", "group", "joins", "qualify", "having"))
            if (
                is_bare
                and isinstance(source, exp.Table)
                and source.db == "core"
                and only == [exp.Count(this=exp.Star(), big_int=True)]
            ):
                only[0].replace(exp.Literal.number(self.live_rows(source.name)))
                select.set("from_", None)
        return tree

    def live_rows(self, table: str) -> int:
        """How many rows of a table are live: those of all versions, less those that ended."""
        ended = sum(part.rows for part in self.parts.get(f"history_{table}", []))
        return sum(part.rows for part in self.parts.get(f"core_{table}", [])) - ended

    # -- what kinds of statements there are -------------------------------------------------------------------

    def _create(self, tree: exp.Create, sql: str, parameters: Mapping[str, Any]) -> None:
        target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
        name, query = flat(target), tree.expression
        is_temporary = tree.find(exp.TemporaryProperty) is not None
        if query is None or not is_temporary:
            return self._run_at_home(sql, parameters)
        if self.is_loading:
            return self._keep(name, self._sent(query, parameters))
        if self._is_at_home(query):
            return self._run_at_home(sql, parameters)
        self._answer(self._sent(query, parameters))
        with self._registered() as rows:
            self.home.execute(f"create or replace temp table {identifier(name)} as from {rows}")
        self._forget(name)
        self.description, self._rows = [], []
        return None

    def _drop(self, name: str) -> bool:
        """Forget a temporary table or view of the server; whether it is one."""
        self.description, self._rows = [], []
        if name not in self.temporary and name not in self.views:
            return False
        self.temporary.discard(name)
        self.views.pop(name, None)
        self.served.pop(name, None)
        return True

    def _keep(self, name: str, frame: DataFrame) -> None:
        """A temporary table of the server: written, so that what was read once stays what it is."""
        path = self.storage.work_path(name)
        frame.write.mode("error").parquet(path)
        self.offer(name, self.spark.read.schema(frame.schema).parquet(path))
        self.description, self._rows = [], []

    def _insert(self, tree: exp.Insert, sql: str, parameters: Mapping[str, Any]) -> None:
        name, query = flat(tree.this), self._simplified(tree.expression)
        if name.startswith("ops_"):
            if self._is_at_home(query):
                self._run_at_home(tree.sql("duckdb") if self.is_loading else sql, parameters)
            else:
                self._answer(self._sent(query, parameters))
                returning = " returning *" if tree.args.get("returning") else ""
                with self._registered() as rows:
                    self._run_at_home(f"insert into {tree.this.sql()} by name from {rows}{returning}", {})
            return self._forget(name)
        types = self.types(name)
        frame = self._sent(query, parameters)
        typed = [f"cast({column} as {kind}) as {column}" for column, kind in types.items()]
        part = self.storage.write(frame.selectExpr(*typed), name, self.month)
        self.description, self._rows = [], []
        if part.rows:
            self.written.append(part)
            self.add_part(part)
        return None

    def offer(self, name: str, frame: DataFrame) -> None:
        """Make a frame known by a name."""
        self._forget(name)
        frame.createOrReplaceTempView(name)
        self.temporary.add(name)
        self.served[name] = frame.columns

    def frame_of(self, rows: pa.Table) -> DataFrame:
        """Rows of home as the server has them."""
        return self.spark.createDataFrame(rows, schema=from_arrow_schema(rows.schema, prefer_timestamp_ntz=True))

    def start_anew(self) -> None:
        """Forget a warehouse, for a new one in its place."""
        self.home.close()
        self.home = connect()
        self.views, self.served, self.parts = {}, {}, {}

    def add_part(self, part: Part) -> None:
        self.parts.setdefault(part.store, []).append(part)
        self._forget(part.store)

    def _change(self, tree: exp.Delete | exp.Update, sql: str, parameters: Mapping[str, Any]) -> None:
        """What is deleted of the live rows is in the history already; a temporary table becomes a select of itself."""
        name = flat(tree.this)
        self.description, self._rows = [], []
        if name not in self.temporary:
            return None if name.startswith("core_") else self._run_at_home(sql, parameters)
        before = f"{name}_before"
        self.spark.table(name).createOrReplaceTempView(before)
        self.served[before] = columns = self.served[name]
        self.temporary.add(before)
        condition = tree.args["where"].this.copy()
        if isinstance(tree, exp.Delete):
            query = exp.select("*").from_(f"{before} as {name}").where(exp.not_(condition))
        else:
            values = {item.this.name: item.expression for item in tree.expressions}
            [other] = [source.this for source in tree.find_all(exp.From)]
            changed = exp.column("delta_rowid", table=other.alias_or_name).is_(exp.null()).not_()
            new = [
                exp.alias_(exp.case().when(changed, values[column]).else_(exp.column(column, table=name)), column)
                if column in values
                else exp.column(column, table=name)
                for column in columns
            ]
            query = exp.select(*new).from_(f"{before} as {name}").join(other, on=condition, join_type="left")
        return self._keep(name, self._sent(query, parameters))

    def _copy(self, tree: exp.Copy, sql: str) -> None:
        """Write a relation as a file, here: a table of its name, with its types, is before it while that is done."""
        fetched = [name for name in self._sources(tree) if self._is_remote(name)]
        for name in fetched:
            self._answer(self._sent(exp.select("*").from_(name), {}))
            self.home.execute(f"create or replace temp table {name} as from main.{name} limit 0")
            with self._registered() as rows:
                self.home.execute(f"insert into temp.{name} by name from {rows}")
        self._run_at_home(sql, {})
        for name in fetched:
            self.home.execute(f"drop table temp.{name}")

    @contextlib.contextmanager
    def _registered(self) -> Iterator[str]:
        """The rows that were fetched last, by a name at home."""
        self.home.register("fetched", self._table)
        yield "fetched"
        self.home.unregister("fetched")

    def _set_variable(self, tree: exp.Expression, sql: str, parameters: Mapping[str, Any]) -> None:
        match = re.fullmatch(r"\s*set\s+variable\s+(\w+)\s*=\s*(.+?);?\s*", sql, re.IGNORECASE | re.DOTALL)
        if match is None:
            return self._run_at_home(sql, parameters)
        query = self._simplified(parse(f"select {match[2]} as value"))
        value = query.sql("duckdb") if self._is_at_home(query) else None
        if value is None:
            [(found,)] = self._sent(query, parameters).collect()
            value = f"select {exp.convert(found).sql('duckdb')}"
        return self._run_at_home(f"set variable {match[1]} = ({value})", {})

    # -- what the server is told ------------------------------------------------------------------------------

    def moved(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> str:
        """A select as it is sent, when all that it reads has been made known."""
        for name in sorted(self._sources(tree)):
            self._serve(name)
        return self.dialect.moved(tree, parameters)

    def _sent(self, tree: exp.Expression, parameters: Mapping[str, Any]) -> DataFrame:
        return self.spark.sql(self.moved(self._simplified(tree.copy()), parameters))

    def _serve(self, name: str) -> None:
        """Make a relation known to the server, with all that it is made of."""
        if name in self.served:
            return
        schema, _, table = name.partition("_")
        if name in self.views:
            frame = self._sent(parse(self.views[name]), {})
        elif schema in ("core", "history") and table in {str(one.name) for one in TABLES}:
            frame = self._stored(schema, table)
        elif self._has_at_home(name):
            source = f"ops.{identifier(table)}" if schema == "ops" else identifier(name)
            rows = self.home.sql(f"from {source}").to_arrow_table()
            frame = self.frame_of(rows)
        else:
            return  # whoever runs the statement says that there is no such thing
        frame.createOrReplaceTempView(name)
        self.served[name] = frame.columns

    def _stored(self, schema: str, table: str) -> DataFrame:
        """The versions that ended; or the live rows: all versions but those."""
        name = f"{schema}_{table}"
        types = self.types(name)
        paths = [self.storage.path(part) for part in self.parts.get(name, [])]
        if paths:
            declared = ", ".join(f"{column} {kind}" for column, kind in types.items())
            frame = self.spark.read.schema(declared).parquet(*paths)
        else:
            empty = ", ".join(f"cast(null as {kind}) as {column}" for column, kind in types.items())
            frame = self.spark.sql(f"select {empty} where false")
        if schema == "core":
            self._serve(f"history_{table}")
            ended = self.spark.table(f"history_{table}").select(next(iter(types)), "valid_from_month")
            frame = frame.join(ended, on=[next(iter(types)), "valid_from_month"], how="left_anti").select(*types)
        return frame

    def _has_at_home(self, name: str) -> bool:
        found = self.home.execute(
            "select 1 from duckdb_tables() where if(schema_name = 'ops', 'ops_' || table_name, table_name) = ?", [name]
        )
        return bool(found.fetchall())

    def _forget(self, name: str) -> None:
        """A relation is another: the server is told anew of it and of the views, when they are asked for."""
        self.served = {
            other: columns
            for other, columns in self.served.items()
            if other != name and other not in self.views and other != name.replace("history_", "core_")
        }

    # -- what the dialect asks --------------------------------------------------------------------------------

    def types(self, name: str) -> dict[str, str]:
        """The columns of a table of `core`, `history` or `ops`, with the types that Spark calls them by."""
        schema, _, table = name.partition("_")
        rows = self.home.execute(f"describe {schema}.{identifier(table)}").fetchall()
        return {column: TYPES.get(kind.lower(), kind.lower().replace(" ", "")) for column, kind, *_ in rows}

    def _columns(self, name: str) -> list[str]:
        return self.served.get(name, [])

    def _order_of(self, name: str) -> str:
        keys = {f"core_{table.name}": str(table.key) for table in TABLES}
        return keys.get(name, "line")

    def _variable(self, name: str) -> object:
        return scalar_at_home(self.home, name)

    def _answer(self, frame: DataFrame) -> None:
        """Fetch the rows of a frame; a time that has no zone comes without one."""
        self._table = frame.toArrow()
        with self._registered() as rows:
            self._run_at_home(f"from {rows}", {})


def scalar_at_home(home: duckdb.DuckDBPyConnection, variable: str) -> object:
    [(value,)] = home.execute(f"select getvariable('{variable}')").fetchall()
    return value
