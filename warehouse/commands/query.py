"""Runs one read-only query that can access nothing but the warehouse."""

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import duckdb

from warehouse.engine.connection import Connection
from warehouse.engine.location import Location
from warehouse.engine.render import run
from warehouse.engine.stopping import stoppable
from warehouse.errors import WarehouseError, advice_on, excerpt_of, first_line
from warehouse.opening import open_to_read

#: Number of rows fetched at once.
BATCH = 10_000


class Answer(NamedTuple):
    """The names of the columns, and an iterator over the rows."""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


@contextlib.contextmanager
def query(
    database: Location,
    sql: str,
    as_of: str | None = None,
    *,
    timeout: float | None = None,
    memory_limit: str | None = None,
) -> Iterator[Answer]:
    """Run one query and return a context manager for its result. Raises WarehouseError.

    as_of is a loaded month (YYYYMM). timeout is in seconds.
    A signal stops it at any time.
    """
    with stoppable(timeout) as stop, open_to_read(database, as_of) as con:
        if memory_limit:
            con.execute("set memory_limit = ?", [memory_limit])
        run(con, "ops/read_only.sql")
        stop.con = con
        try:
            yield _answer(con, _only_statement(con, sql))
        except duckdb.Error as error:
            if stop.is_timed_out:
                raise WarehouseError(f"The statement took longer than {timeout:g} seconds.") from error
            raise WarehouseError(first_line(error), excerpt=excerpt_of(error), **advice_on(error)) from error


def _only_statement(con: Connection, sql: str) -> list[duckdb.Statement]:
    """Return the single statement of a text. DuckDB splits a pivot without columns in two."""
    statements = con.extract_statements(sql)
    is_pivot = len(statements) == 2 and not any(statement.query for statement in statements)
    if not is_pivot and (len(statements) != 1 or not _reads(statements[0])):
        sets = any(_is(statement, duckdb.StatementType.SET) for statement in statements)
        raise WarehouseError(
            "Expected one read-only statement: select, from, pivot, explain, describe or summarize.",
            advice="To query an earlier month, use --as-of 202502 instead of a variable."
            if sets
            else "To change a copy of the data, export it and open it with another program.",
        )
    return statements


def _reads(statement: duckdb.Statement) -> bool:
    # DuckDB 2 has a separate statement type for such a pivot.
    is_pivot = _is(statement, duckdb.StatementType.MULTI) and "pivot" in statement.query.lower()
    return is_pivot or _is(statement, duckdb.StatementType.SELECT) or _is(statement, duckdb.StatementType.EXPLAIN)


def _is(statement: duckdb.Statement, kind: duckdb.StatementType) -> bool:
    try:
        return bool(statement.type == kind)
    except ValueError:  # the Python package lacks names for some statement types
        return False


def _answer(con: Connection, statements: list[duckdb.Statement]) -> Answer:
    is_plan = statements[-1].type == duckdb.StatementType.EXPLAIN
    for statement in statements:
        con.execute(statement)
    columns = _distinct([name for name, *_ in con.description or ()])
    if is_plan:  # a drawing, printed line by line
        return Answer(["plan"], ((line,) for _, plan in con.fetchall() for line in plan.splitlines()))
    return Answer(columns, _rows(con))


def _rows(con: Connection) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the last statement. Raises WarehouseError for values that Python cannot represent."""
    try:
        while batch := con.fetchmany(BATCH):
            yield from batch
    except (OverflowError, ValueError) as error:
        raise WarehouseError(f"A value cannot be printed: {error}.", advice="Cast it to varchar.") from error


def _distinct(names: list[str]) -> list[str]:
    """Return the column names, with a number after duplicates."""
    distinct: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in itertools.count(2))
        distinct.append(next(other for other in itertools.chain([name], free) if other not in distinct))
    return distinct
