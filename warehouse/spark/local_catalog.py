"""The local part of a warehouse on Spark: a DuckDB in memory.

It has the definitions of all tables and views with their meanings, the rows of the metadata (`ops`), and small results.
Statements that read nothing else run there; all others are transpiled to Spark SQL.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
from sqlglot import exp

from warehouse.catalogue import TABLES
from warehouse.engine.database import connect
from warehouse.engine.quoting import identifier, literal
from warehouse.spark.dialect import SCHEMAS, Dialect, parse, view_name

#: Functions that can be in a `from` clause and are not relations.
TABLE_FUNCTIONS = ("generate_series", "range", "unnest")
#: Types of DuckDB that have another name in Spark.
TYPES = {"varchar": "string", "timestamp": "timestamp_ntz", "integer": "int"}
#: The local tables: those that every build rewrites, and those that it appends to, with the column that identifies the
#: build of a row.
STATE = ("ops_warehouse", "settings_targets", "settings_business_hours", "settings_holidays", "settings_open_hours")
LOGS = {
    "ops_processed_files": "processed_utc",
    "ops_rejected_rows": "build_utc",
    "ops_warnings": "build_utc",
    "ops_erasures": "erased_utc",
}
#: The names of the tables whose rows are on the server.
STORED = {f"{schema}_{table.name}": table for table in TABLES for schema in ("core", "history")}


class SparkQuery(NamedTuple):
    """A select in Spark SQL, and the names of its columns."""

    sql: str
    columns: list[str]


class LocalCatalog:
    """The local DuckDB of a connection, with the definitions of the relations that are on the server."""

    def __init__(self) -> None:
        self.con = connect()
        self.dialect = Dialect(self.columns_of, self._row_order_of, self._variable)
        self.views: dict[str, str] = {}  # the selects of views, in DuckDB SQL
        self.temporary: dict[str, list[str]] = {}  # temporary tables of a build on the server, and their columns
        self._columns: dict[str, list[str]] = {}
        self._sources: dict[int, tuple[exp.Expression, set[str]]] = {}  # by the identity of the tree, which is kept too

    def define(self, sql: str) -> None:
        """Store a macro for transpiling."""
        create = parse(sql)
        assert isinstance(create, exp.Create)
        self.dialect.define(create)
        self._sources.clear()

    def sources(self, tree: exp.Expression) -> set[str]:
        """Return the plain names of the relations that a statement reads, including those in table macros."""
        if id(tree) not in self._sources:
            inlined = self.dialect.inline_macros(tree)
            defined = {cte.alias for cte in inlined.find_all(exp.CTE)}
            self._sources[id(tree)] = tree, {view_name(table) for table in inlined.find_all(exp.Table)} - defined
        return self._sources[id(tree)][1]

    def is_on_server(self, name: str) -> bool:
        """Return whether the rows of a relation, or of one that it reads, are on the server."""
        if name in self.temporary or name in STORED:
            return True
        return name in self.views and not self.is_local_query(parse(self.views[name]))

    def is_local_query(self, tree: exp.Expression) -> bool:
        """Return whether a statement reads only local relations."""
        return not any(self.is_on_server(name) for name in self.sources(tree))

    def is_defined(self, tree: exp.Expression) -> bool:
        """Return whether all relations of a statement are defined in the local DuckDB, with or without their rows."""
        return not any(name in self.temporary or name not in self._relations() for name in self.sources(tree))

    def transpile(self, tree: exp.Expression, parameters: Mapping[str, Any], *, is_pretty: bool = False) -> SparkQuery:
        """Return a select in Spark SQL; raise duckdb.Error if it reads a relation that does not exist."""
        for name in sorted(self.sources(tree)):
            if not self.columns_of(name) and name not in TABLE_FUNCTIONS:
                raise duckdb.CatalogException(f"Catalog Error: Table with name {name} does not exist!")
        sql, columns = self.dialect.transpile(tree, parameters, is_pretty=is_pretty)
        return SparkQuery(sql, columns)

    def read_rows(self, name: str) -> pa.Table:
        """Return the rows of a local relation."""
        return self.con.sql(f"from {_qualified(name)}").to_arrow_table()

    def read_new_rows(self, name: str, moment: str) -> pa.Table:
        """Return the rows of a table that the build of a moment has written; all rows of a table of STATE."""
        condition = f"where {LOGS[name]} = cast($moment as timestamp)" if name in LOGS else ""
        parameters = {"moment": moment} if condition else None
        return self.con.sql(f"from {_qualified(name)} {condition}", params=parameters).to_arrow_table()

    def replace_rows(self, name: str, rows: pa.Table) -> None:
        """Replace the rows of a table."""
        self.con.execute(f"delete from {_qualified(name)}")
        self.con.register("stored", rows)
        self.con.execute(f"insert into {_qualified(name)} by name from stored")
        self.con.unregister("stored")

    def types(self, name: str) -> dict[str, str]:
        """Return the columns of a table of the warehouse, with the names of their types in Spark."""
        rows = self.con.execute(f"describe {_qualified(name)}").fetchall()
        return {column: TYPES.get(kind.lower(), kind.lower().replace(" ", "")) for column, kind, *_ in rows}

    def columns_of(self, name: str) -> list[str]:
        """Return the columns of a relation by its plain name; none if the relation does not exist."""
        if name in self.temporary:
            return self.temporary[name]
        if name in self.views and name not in self._relations():
            _, self._columns[name] = self.transpile(parse(self.views[name]), {})
        return self._relations().get(name, [])

    def clear_columns(self) -> None:
        """Forget the columns of all relations, because a relation was added or changed."""
        self._columns = {}

    def _relations(self) -> dict[str, list[str]]:
        """Return the columns of all relations of the local DuckDB, by their plain names."""
        if not self._columns:
            names = f"if(schema_name in {SCHEMAS}, schema_name || '_' || table_name, table_name)"
            rows = self.con.execute(
                f"select {names}, column_name from duckdb_columns() where not internal order by 1, column_index"
            ).fetchall()
            for name, column in rows:
                self._columns.setdefault(name, []).append(column)
        return self._columns

    def _row_order_of(self, name: str) -> str:
        """Return the column that replaces `rowid`: the unique key of a stored table, or the line in a file."""
        return str(STORED[name].key) if name in STORED else "line"

    def _variable(self, name: str) -> object:
        [(value,)] = self.con.execute(f"select getvariable({literal(name)})").fetchall()
        return value


def _qualified(name: str) -> str:
    """Return the qualified name of a relation with a plain name."""
    schema, _, table = name.partition("_")
    is_table = name in STORED or name in STATE or name in LOGS
    return f"{schema}.{identifier(table)}" if is_table else identifier(name)
