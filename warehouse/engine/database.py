"""Connections: to the warehouse, to read it as of a month, and to the copy that a build works on."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from warehouse.engine.connection import Connection
from warehouse.engine.quoting import literal
from warehouse.engine.render import digest, run
from warehouse.errors import REBUILD, WarehouseError, advice_on, first_line, is_damage

#: The oldest storage format that holds all we write: DuckDB from 1.3 on can open it.
STORAGE_VERSION = "v1.3.0"

#: Where a file of DuckDB says that it is one.
MAGIC = slice(8, 12)
#: What a warehouse says of its maker.
TRACE = b"supportwh "
NAME_ANOTHER = "Name another file with --database, or move this one away."

#: From one deleted row for so many live ones on a table is written anew.
LIVE_ROWS_PER_DELETED = 3


class DamagedError(WarehouseError):
    """A file of DuckDB cannot be read, or not all of it."""


def connect(**settings: Any) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory, with the session's zone pinned to UTC."""
    con = duckdb.connect(config={"autoinstall_known_extensions": "false", **settings})
    con.execute("set TimeZone = 'UTC'")
    return con


def _attach(path: Path, options: str, **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file as `warehouse`: by its own name it could be mistaken for a schema or a reserved word.

    Raises WarehouseError where the file is no database or another program writes it, DamagedError where it is damaged.
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
    """Open a file of DuckDB to read it, whatever is in it; raises WarehouseError where it is none.

    What does not fit into memory is an error: by itself DuckDB would write it where others can read it. Who wants it
    written sets a `temp_directory`.
    """
    return _attach(database, "read_only", temp_directory="")


def open_to_write(copy: Path, **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open the copy that a build works on; its `cursor`s have to say `use warehouse`.

    Nobody depends on the copy before it replaces the warehouse, and no other build takes it up: so it has
    no log of its transactions (WAL), and deleted rows keep their room in it until they are many.
    """
    options = f"recovery_mode 'no_wal_writes', storage_version {literal(STORAGE_VERSION)}"
    return _attach(copy, options, max_vacuum_tasks=0, **settings)


@contextlib.contextmanager
def closing(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Close a connection in the end; after an error without one more, which would hide it."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):
            con.close()
        raise
    con.close()


def checkpoint(con: Connection) -> None:
    """Bring all that was done on the copy into its file, with less room for what was deleted.

    The table of interactions is written anew only where more than a third as many rows are deleted as are
    live: then it is seldom, and a month costs what the month weighs.
    """
    [(live, deleted)] = run(con, "ops/deleted_rows.sql").rows
    if deleted * LIVE_ROWS_PER_DELETED > live:
        con.execute("reset max_vacuum_tasks")
    con.execute("checkpoint")


def open_to_read(database: Path, as_of: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open a warehouse file that must be there, to read it as it was after a month (YYYYMM), or as it is.

    Raises WarehouseError where there is none that this version can read, and where the month was not loaded.
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
    """Raise WarehouseError where a DuckDB file is not a warehouse of any version of supportwh."""
    if not run(con, "ops/warehouse_tables.sql").rows:
        raise WarehouseError(f"{database} is a DuckDB database, but not a warehouse of supportwh.", advice=NAME_ANOTHER)


def _require_version(con: duckdb.DuckDBPyConnection, database: Path) -> None:
    """Raise WarehouseError where the tables of a warehouse are not those of this version."""
    warehouse = read_warehouse_row(con, database)
    if warehouse.get("tables_sha256") != digest("1_tables"):
        creator = warehouse.get("created_by") or "an older version"
        raise WarehouseError(
            f"{database} was created by {creator}, whose tables differ from those of this version.", **REBUILD
        )


def read_warehouse_row(con: duckdb.DuckDBPyConnection, database: Path) -> dict[str, Any]:
    """The row of `ops.warehouse`, with the columns that the warehouse's version has. Raises DamagedError."""
    with reporting_damage(database):
        records = run(con, "ops/recorded.sql").records
    if len(records) != 1 or None in records[0].values():
        raise DamagedError(f"{database} is damaged: expected one complete row in ops.warehouse.", **REBUILD)
    return records[0]


@contextlib.contextmanager
def reporting_damage(database: Path) -> Iterator[None]:
    """Raise DamagedError for what cannot be read of a database."""
    try:
        yield
    except WarehouseError as error:
        if isinstance(error.__cause__, duckdb.Error) and is_damage(error.__cause__):
            raise _damaged_error(database, error.__cause__) from error
        raise


def has_warehouse_trace(database: Path) -> bool:
    """Whether anything in a damaged file shows that it was a warehouse: who made it is in many of its rows."""
    with database.open("rb") as stream:
        last = b""
        while chunk := stream.read(1 << 20):
            if TRACE in last + chunk:
                return True
            last = chunk[-len(TRACE) :]
    return False


def require_month(con: Connection, month: str) -> None:
    loaded = [name for (name,) in run(con, "ops/months.sql").rows]
    if month not in loaded:
        raise WarehouseError(f"Month {month} is not loaded.", advice=f"Choose one of: {', '.join(loaded)}.")
