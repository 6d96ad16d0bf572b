"""Renders the templates of the SQL and runs them.

Every value in a template must be a name of the catalogue or the result of a filter of `quoting`. Any other value is an
error with file and line, so that nothing from a CSV file, a path or an option can become SQL.
"""

import functools
import os
import re
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from warehouse import log
from warehouse.engine.connection import Connection
from warehouse.engine.quoting import Quoted, identifier, indented, literal, number
from warehouse.engine.sources import PACKAGE, display_name, folders, text_of
from warehouse.errors import WarehouseError, advice_on, excerpt_of, first_line

if TYPE_CHECKING:
    import jinja2

#: The columns of the results of statements that return no rows.
NOTHING_RETURNED = (["Count"], ["Success"])


class Result(NamedTuple):
    """The rows of a script, and the names of their columns."""

    columns: list[str]
    rows: list[tuple[Any, ...]]

    @property
    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def _require_quoted(value: object) -> object:
    """Return a value of a template; raise TypeError if it is not quoted."""
    if isinstance(value, Quoted):
        return value
    raise TypeError(f"the value {value!r} was not quoted: pass it through literal, identifier or number")


def _bytecode_cache() -> "jinja2.BytecodeCache | None":
    """Return a cache for compiled templates in the `__pycache__` of this package, if that is writable."""
    import jinja2

    folder = PACKAGE / "__pycache__"
    is_wanted = not sys.dont_write_bytecode and os.access(folder, os.W_OK)
    return jinja2.FileSystemBytecodeCache(str(folder)) if is_wanted else None


@functools.cache
def _environment(folders: tuple[Path, ...]) -> "jinja2.Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        bytecode_cache=_bytecode_cache(),
        undefined=jinja2.StrictUndefined,
        finalize=_require_quoted,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(literal=literal, identifier=identifier, number=number, indented=indented)
    return environment


def prepare_templates() -> None:
    """Import Jinja2 in advance, because it takes time."""
    _environment(folders())


def render(script: str, **values: object) -> str:
    """Return the text of a script with its template filled in.

    Raises WarehouseError with file and line if a value is missing or not quoted.
    """
    text = text_of(script)
    if not re.search(r"\{[{%#]", text):
        return text
    try:
        return _environment(folders()).get_template(script).render(**values)
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(script)]
        line = getattr(error, "lineno", None) or (lines[-1] if lines else "?")
        raise WarehouseError(f"{display_name(script)}:{line}: {error}") from error


def run(con: Connection, script: str, parameters: Mapping[str, Any] | None = None, **values: object) -> Result:
    """Render a script, execute its statements, and return the result of the last one that returns rows.

    parameters has the values of `$name` in the SQL, values those of the template.

    Raises WarehouseError, which names the script and has the error of DuckDB as its cause.
    """
    return execute(con, script, render(script, **values), parameters or {})


def run_each(con: Connection, script: str, **values: object) -> list[Result]:
    """Render a script, execute its statements, and return the results of all that return rows."""
    return list(_results(con, script, render(script, **values), {}))


def execute(con: Connection, script: str, sql: str, parameters: Mapping[str, Any]) -> Result:
    """Execute a rendered script, and return the result of the last statement that returns rows."""
    return [Result([], []), *_results(con, script, sql, parameters)][-1]


def _results(con: Connection, script: str, sql: str, parameters: Mapping[str, Any]) -> Iterator[Result]:
    try:
        statements = con.extract_statements(sql)
        for number_of, statement in enumerate(statements, 1):
            started = time.perf_counter()
            con.execute(statement, {name: parameters[name] for name in statement.named_parameters})
            columns = [column[0] for column in con.description or ()]
            rows = con.fetchall() if columns and columns not in NOTHING_RETURNED else None
            label = f"{script}:{number_of}" if len(statements) > 1 else script
            log.step(label, time.perf_counter() - started)
            if rows is not None:
                yield Result(columns, rows)
    except duckdb.Error as error:
        message = f"{display_name(script)}: {first_line(error)}"
        raise WarehouseError(message, excerpt=excerpt_of(error), **advice_on(error)) from error
