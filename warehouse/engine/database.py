"""Connections to the warehouse, for reading as of a month, and to the working copy of a build."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from warehouse.engine.connection import Connection
from warehouse.engine.quoting import literal
from warehouse.engine.render import run
from warehouse.engine.sources import digest
from warehouse.errors import REBUILD, WarehouseError, advice_on, first_line, is_damage

#: The oldest storage format with all features that a warehouse uses; DuckDB 1.3 and later can open it.
STORAGE_VERSION = "v1.3.0"

#: The position of the magic bytes in a DuckDB file.
MAGIC = slice(8, 12)
#: The text that a warehouse contains in many of its rows, before the version of supportwh.
TRACE = b"supportwh "
NAME_ANOTHER = "Name another file with --database, or move this one away."

#: The table of interactions is rewritten once it has more than one deleted row for this many live rows.
LIVE_ROWS_PER_DELETED = 3


class DamagedError(WarehouseError):
    """A DuckDB file cannot be read, or only in part."""


def connect(**settings: Any) -> duckdb.DuckDBPyConnection:
    """Open a separate DuckDB in memory, with UTC as the time zone of its session."""
    con = duckdb.connect(config={"autoinstall_known_extensions": "false", **settings})
    con.execute("set TimeZone = 'UTC'")
    return con


def _attach(path: Path, options: str, **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file under the name `warehouse`; its own name could be that of a schema or a reserved word.

    Raises WarehouseError if the file is not a database or another program is writing it, DamagedError if it is damaged.
    """
    con = None
    try:
        con = connect(**settings)
        con.execute(f"attach {literal(path.absolute())} as warehouse (type duckdb, {options})")
        con.execute("use warehouse")
        return con
    except duckdb.Error as error:
        if con:
            con.close()
        raise _open_error(path, error) from error


def _open_error(path: Path, error: duckdb.Error) -> WarehouseError:
    """Return the error to raise for a file that DuckDB cannot open."""
    if path.is_file() and os.access(path, os.R_OK):
        with path.open("rb") as stream:
            if stream.read(MAGIC.stop)[MAGIC.start :] != b"DUCK":
                return WarehouseError(f"{path} is not a DuckDB database.", advice=NAME_ANOTHER)
    if is_damage(error):
        return _damaged_error(path, error)
    return WarehouseError(f"Cannot open {path}: {first_line(error)}", **advice_on(error))


def _damaged_error(path: Path, error: duckdb.Error) -> "DamagedError":
    return DamagedError(f"{path} is damaged: {first_line(error)}", **REBUILD)


def attach_to_read(database: Path) -> duckdb.DuckDBPyConnection:
    """Open any DuckDB file for reading; raises WarehouseError if it is not one.

    Data that does not fit into memory is an error, because by default DuckDB would write it to a folder that other
    users can read. Callers that need to spill set a `temp_directory`.
    """
    return _attach(database, "read_only", temp_directory="")


def open_to_write(copy: Path, **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open the working copy of a build; each of its cursors has to execute `use warehouse`.

    Nobody reads the copy before it replaces the warehouse, and no later build resumes it. Therefore it has no
    write-ahead log (WAL), and the space of deleted rows is reclaimed only once there are many.
    """
    options = f"recovery_mode 'no_wal_writes', storage_version {literal(STORAGE_VERSION)}"
    return _attach(copy, options, max_vacuum_tasks=0, **settings)


@contextlib.contextmanager
def closing(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Close a connection at the end; after an error, suppress errors of closing, which would hide it."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            con.close()
        raise
    con.close()


def checkpoint(con: Connection) -> None:
    """Write all changes of the copy to its file, and reclaim the space of deleted rows if there are many.

    The table of interactions is rewritten only if its deleted rows are more than a third of its live rows. That is
    rare, so that the cost of a month depends on the size of the month.
    """
    [(live, deleted)] = run(con, "ops/deleted_rows.sql").rows
    if deleted * LIVE_ROWS_PER_DELETED > live:
        con.execute("reset max_vacuum_tasks")
    con.execute("checkpoint")


def open_to_read(database: Path, as_of: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open an existing warehouse file for reading, optionally as of a month (YYYYMM).

    Raises WarehouseError if there is none that this version can read, or if the month is not loaded.
    """
    if not database.is_file():
        raise WarehouseError(f"No warehouse at {database}.", advice="Create it with", command="build")
    con = attach_to_read(database)
    try:
        require_warehouse(con, database)
        _require_version(con, database)
        if as_of is not None:
            require_month(con, as_of)
            con.execute(f"set variable as_of_month = {int(as_of)}")
    except BaseException:
        con.close()
        raise
    return con


def require_warehouse(con: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Raise WarehouseError if a DuckDB file is not a warehouse of any version of supportwh."""
    if not run(con, "ops/warehouse_tables.sql").rows:
        raise WarehouseError(f"{database} is a DuckDB database, but not a supportwh warehouse.", advice=NAME_ANOTHER)


def _require_version(con: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Raise WarehouseError if the tables of a warehouse are not those of this version."""
    warehouse = read_warehouse_row(con, database)
    if warehouse.get("tables_sha256") != digest("1_tables"):
        creator = warehouse.get("created_by") or "an older version"
        raise WarehouseError(
            f"{database} was created by {creator}, whose tables differ from those of this version.", **REBUILD
        )


def read_warehouse_row(con: duckdb.DuckDBPyConnection, database: Path) -> dict[str, Any]:
    """Return the row of `ops.warehouse` of a warehouse of any version, with the columns that it has.

    Raises DamagedError.
    """
    with reporting_damage(database):
        records = run(con, "ops/recorded.sql").records
    if len(records) != 1 or None in records[0].values():
        raise DamagedError(f"{database} is damaged: expected one complete row in ops.warehouse.", **REBUILD)
    return records[0]


@contextlib.contextmanager
def reporting_damage(database: Path) -> Iterator[None]:
    """Raise DamagedError if the body fails to read a database because it is damaged."""
    try:
        yield
    except WarehouseError as error:
        if isinstance(error.__cause__, duckdb.Error) and is_damage(error.__cause__):
            raise _damaged_error(database, error.__cause__) from error
        raise


def has_warehouse_trace(database: Path) -> bool:
    """Return whether a damaged file was a warehouse: many of its rows have the name of the program."""
    with database.open("rb") as stream:
        last = b""
        while chunk := stream.read(1 << 20):
            if TRACE in last + chunk:
                return True
            last = chunk[-len(TRACE) :]
    return False


def require_month(con: Connection, month: str) -> None:
    """Raise WarehouseError if a month (YYYYMM) is not loaded."""
    loaded = [name for (name,) in run(con, "ops/months.sql").rows]
    if month not in loaded:
        raise WarehouseError(f"Month {month} is not loaded.", advice=f"Choose one of: {', '.join(loaded)}.")
