"""Finds the SQL, renders its templates, and runs them.

Every value that a template writes goes through one of the filters below. One that does not is
an error with file and line, so that nothing from a CSV, a path or an option can become SQL.
"""

import functools
import hashlib
import logging
import os
import re
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.errors import WarehouseError, advice_on, first_line

if TYPE_CHECKING:
    import jinja2

log = logging.getLogger("supportwh")

HERE = Path(__file__).parent
#: In a checkout `sql/` lies beside this package, in an installed one inside it.
SQL = HERE / "sql" if (HERE / "sql").is_dir() else HERE.parent / "sql"


class Quoted(str):
    """Text that is safe to stand in SQL as it is: made by the filters, or of what they made."""


def literal(value: object) -> Quoted:
    return Quoted("'" + str(value).replace("'", "''") + "'")


def identifier(name: str) -> Quoted:
    plain = re.fullmatch(r"[a-z_][a-z0-9_]*", name)
    return Quoted(name if plain else '"' + name.replace('"', '""') + '"')


def qualified(name: str) -> Quoted:
    """The name of a relation with its schema before a dot."""
    return Quoted(".".join(identifier(part) for part in name.split(".")))


def number(value: float) -> Quoted:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return Quoted(value)


def type_name(name: str) -> Quoted:
    if not re.fullmatch(r"[A-Za-z]+(\(\d+, ?\d+\))?", name):
        raise TypeError(f"{name!r} is not the name of a type")
    return Quoted(name.lower())


def boolean(value: bool) -> Quoted:
    return Quoted("true" if value else "false")


def indented(sql: Quoted, width: int) -> Quoted:
    """Text of several lines, all but the first moved to the right."""
    return Quoted(sql.replace("\n", "\n" + " " * width))


def _only_quoted(value: object) -> object:
    if isinstance(value, Quoted):
        return value
    raise TypeError(f"the value {value!r} was not quoted: pass it through literal, identifier or number")


def _bytecode_cache() -> "jinja2.BytecodeCache | None":
    """Where compiled templates are kept: beside the compiled Python of this package, if it has any."""
    import jinja2

    folder = HERE / "__pycache__"
    is_wanted = not sys.dont_write_bytecode and os.access(folder, os.W_OK)
    return jinja2.FileSystemBytecodeCache(str(folder)) if is_wanted else None


@functools.cache
def _environment() -> "jinja2.Environment":
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(SQL),
        bytecode_cache=_bytecode_cache(),
        undefined=jinja2.StrictUndefined,
        finalize=_only_quoted,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        literal=literal,
        identifier=identifier,
        qualified=qualified,
        number=number,
        boolean=boolean,
        type_name=type_name,
        indented=indented,
    )
    return environment


def prepare_templates() -> None:
    """Import Jinja2, which the first template would wait for."""
    _environment()


def scripts(folder: str) -> list[str]:
    """The SQL files of a folder of `sql/` in the order in which they run, as `folder/file.sql`."""
    return sorted(f"{folder}/{path.name}" for path in (SQL / folder).glob("*.sql"))


def digest(folder: str) -> str:
    """SHA-256 over the templates of a folder: changes when somebody changes the SQL."""
    text = "".join(name + _text(SQL / name) for name in scripts(folder))
    return hashlib.sha256(text.encode()).hexdigest()


def relation_name(script: str) -> str:
    """The relation that a script makes: its file's name, without the number that orders it."""
    return re.sub(r"^\d+_", "", Path(script).stem)


@functools.cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def render(script: str, **values: object) -> str:
    """The text of a script with its template filled in.

    Raises WarehouseError with file and line where a value is missing or was not quoted.
    """
    text = _text(SQL / script)
    if not re.search(r"\{[{%#]", text):
        return text
    try:
        return _environment().get_template(script).render(**values)
    except Exception as error:
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(script)]
        line = getattr(error, "lineno", None) or (lines[-1] if lines else "?")
        raise WarehouseError(f"sql/{script}:{line}: {error}") from error


def run(
    con: duckdb.DuckDBPyConnection, script: str, bound: list[Any] | None = None, **values: object
) -> list[tuple[Any, ...]]:
    """Render a script, execute its statements, and return the rows of the last one.

    bound holds the values of the script's parameters (`$1` and so on), the others are for its template.

    Raises WarehouseError that names the script, caused by what DuckDB said.
    """
    sql = render(script, **values)
    started = time.perf_counter()
    try:
        rows = con.execute(sql, bound).fetchall()
    except duckdb.Error as error:
        raise WarehouseError(f"sql/{script}: {first_line(error)}", advice=advice_on(error)) from error
    log.debug("%-40s %7.3f s", script, time.perf_counter() - started)
    return rows
