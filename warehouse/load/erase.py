"""Erases one record from a warehouse after a legal request, and rewrites the file."""

import secrets
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.catalogue import SCHEMAS, TABLES
from warehouse.engine.atomic import copying, replace_atomically, state_of
from warehouse.engine.connection import Connection
from warehouse.engine.database import checkpoint, closing, open_to_read, open_to_write
from warehouse.engine.locks import blocking_writers
from warehouse.engine.quoting import literal
from warehouse.engine.render import run
from warehouse.engine.workspace import BuildDirectory, build_directory
from warehouse.errors import WarehouseError, first_line
from warehouse.load.checks import run_checks
from warehouse.load.existing import refuse_unfinished
from warehouse.load.store import now_utc


def erase(database: Path, table_name: str, key: str) -> dict[str, Any]:
    """Erase the record of a table with a key; return its row of `ops.erasures`.

    The warehouse is replaced by a new file with its live data, or stays unchanged. Raises WarehouseError if there is no
    such record.
    """
    open_to_read(database).close()
    with build_directory(database) as directory, blocking_writers(directory.database):
        refuse_unfinished(database)
        state = state_of(directory.database)
        with copying(directory.database, directory.copy):
            pass
        con = open_to_write(directory.copy, temp_directory=str(directory.folder / "spill"))
        with closing(con):
            erased = _erase(con, table_name, key)
            checkpoint(con)
        _rewrite(directory)
        replace_atomically({directory.database: directory.finished_copy()}, known={directory.database: state})
    return erased


def erase_values(table_name: str) -> dict[str, Any]:
    """Return the values of the template `sql/erase.sql`: the table, and the tables that refer to it."""
    [table] = [table for table in TABLES if table.name == table_name]
    referring = [other for other in TABLES if other is not table and table.key in other.columns]
    return {"table": table, "referring": referring, "schemas": SCHEMAS}


def _erase(con: Connection, table_name: str, key: str) -> dict[str, Any]:
    """Remove a record from a copy of the warehouse, and run the checks on it."""
    [[salt]] = run(con, "ops/salt.sql").rows
    parameters = {
        "key": key,
        "salt": salt or secrets.token_hex(16),
        "erased_utc": now_utc(),
        "erased_by": f"supportwh {__version__}",
    }
    erased = run(con, "erase.sql", parameters, **erase_values(table_name)).records
    if not erased:
        raise WarehouseError(
            f"No record {key} in {table_name}.",
            advice=f"Specify a value of {erase_values(table_name)['table'].key}; values are case-sensitive.",
        )
    run(con, "ops/earlier_warnings.sql", {"checks": []})
    if errors := run_checks(con, "found_warnings", now_utc(), first_month=0, stages={"", "full", "check"}):
        number = "1 check" if len(errors) == 1 else f"{len(errors):,} checks"
        raise WarehouseError(f"Nothing was erased: {number} would fail without the record (see above).", details=errors)
    return erased[0]


def _rewrite(directory: BuildDirectory) -> None:
    """Replace the copy by a new file with its live data, because deleted rows stay in their blocks."""
    old = directory.copy.rename(directory.folder / "old.duckdb")
    con = open_to_write(directory.copy, temp_directory=str(directory.folder / "spill"))
    with closing(con):
        con.execute(f"attach {literal(old)} as old (type duckdb, read_only)")
        try:
            con.execute("copy from database old to warehouse")
        except duckdb.Error as error:
            raise WarehouseError(
                f"The warehouse cannot be rewritten: {first_line(error)}",
                advice="If one of your views or macros refers to another, drop it, then try again.",
            ) from error
        con.execute("checkpoint warehouse")
