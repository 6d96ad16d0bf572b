"""Executes statements other than selects on a connection to Spark, by their kind."""

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from warehouse.engine.quoting import identifier
from warehouse.spark.dialect import view_name
from warehouse.spark.local_catalog import STORED
from warehouse.spark.statement import is_temporary, select_kept_rows, select_updated_rows


def create(con: Any, tree: exp.Create, sql: str, parameters: Mapping[str, Any]) -> None:
    """Create a table or view: temporary tables of a build on the server, all else locally."""
    query = tree.expression
    if query is None or not is_temporary(tree) or (con.local.is_local_query(query) and not con.is_loading):
        con.run_locally(sql, parameters)
        con.local.clear_columns()
        return
    name = view_name(tree.this)
    if con.is_loading:
        con.server.materialize(name, query, parameters)
        return
    con.fetch_frame(con.server.select(query, parameters))
    with con.fetched_rows() as rows:
        con.run_locally(f"create or replace temp table {identifier(name)} as from {rows}", {})
    con.server.invalidate(name)


def insert(con: Any, tree: exp.Insert, sql: str, parameters: Mapping[str, Any]) -> None:
    """Insert rows into a table of the server or a local one."""
    name, query = view_name(tree.this), tree.expression
    if name in STORED:
        con.server.apply_changes(name, query, parameters)
        return
    if con.local.is_local_query(query):
        con.run_locally(sql, parameters)
    else:
        con.fetch_frame(con.server.select(query, parameters))
        returning = " returning *" if tree.args.get("returning") else ""
        with con.fetched_rows() as rows:
            con.run_locally(f"insert into {tree.this.sql()} by name from {rows}{returning}", {})
    con.server.invalidate(name)


def change(con: Any, tree: exp.Delete | exp.Update, sql: str, parameters: Mapping[str, Any]) -> None:
    """Update or delete rows: a temporary table is replaced by a select of itself.

    Deletes of live rows do nothing, because their versions have already ended.
    """
    name = view_name(tree.this)
    if name in STORED:
        return
    if name not in con.local.temporary:
        con.run_locally(sql, parameters)
        con.server.invalidate(name)
        return
    before = f"{name}_before"
    columns = con.server.add_alias(name, before)
    query = (
        select_kept_rows(tree, before) if isinstance(tree, exp.Delete) else select_updated_rows(tree, before, columns)
    )
    con.server.materialize(name, query, parameters)


def copy(con: Any, tree: exp.Copy, sql: str, parameters: Mapping[str, Any]) -> None:
    """Write a relation to a local file: its rows are fetched into a local table of its name, and removed after."""
    fetched = [name for name in con.local.sources(tree) if con.local.is_on_server(name)]
    for name in fetched:
        con.fetch_frame(con.server.select(exp.select("*").from_(name), {}))
        if name not in STORED:  # a temporary table hides the view of the same name
            con.local.con.execute(f"create or replace temp table {name} as from main.{name} limit 0")
        with con.fetched_rows() as rows:
            con.local.con.execute(f"insert into {_local_table(name)} by name from {rows}")
    con.run_locally(sql, parameters)
    for name in fetched:
        verb = "delete from" if name in STORED else "drop table"
        con.local.con.execute(f"{verb} {_local_table(name)}")


def _local_table(name: str) -> str:
    """Return the local table that holds the rows of a relation temporarily."""
    schema, _, table = name.partition("_")
    return f"{schema}.{table}" if name in STORED else f"temp.{name}"


#: The functions that execute statements other than selects.
KINDS: dict[Any, Any] = {
    exp.Copy: copy,
    exp.Create: create,
    exp.Delete: change,
    exp.Insert: insert,
    exp.Update: change,
}
