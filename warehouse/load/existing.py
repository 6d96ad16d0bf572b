"""Reads the state of an existing warehouse file, to update or to replace it."""

import gzip
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.engine.connection import Connection
from warehouse.engine.database import (
    DamagedError,
    attach_to_read,
    has_warehouse_trace,
    open_to_read,
    read_warehouse_row,
    reporting_damage,
    require_warehouse,
)
from warehouse.engine.render import run
from warehouse.engine.sources import relation_name
from warehouse.errors import Fault, WarehouseError
from warehouse.extract.inputs import InputFile, Inputs
from warehouse.extract.scan import Scan
from warehouse.load.ledger import (
    Decisions,
    Ledger,
    ProcessedFile,
    Replaced,
    decisions_of,
    ledger_of,
    unreadable_settings_error,
    vocabulary_of,
)
from warehouse.load.schema import view_scripts


def read_ledger(database: Path) -> Ledger:
    """Return the ledger of a warehouse, empty if there is none; raise WarehouseError if it cannot be updated."""
    refuse_unfinished(database)
    if not database.exists():
        return Ledger()
    with open_to_read(database) as con:
        return ledger_of(con)


def read_replaced(database: Path, asked: Mapping[str, str | None]) -> Replaced:
    """Return the settings and files of a warehouse of any version that a build will replace; empty if there is none.

    asked has the settings of the build, None for those not given. Raises WarehouseError if the file is not a warehouse,
    another program is writing it, or its settings cannot be read and are not all given.
    """
    refuse_unfinished(database)
    if not database.exists():
        return Replaced()
    try:
        with attach_to_read(database) as con, reporting_damage(database):
            require_warehouse(con, database)
            known = read_warehouse_row(con, database)
            return Replaced(decisions_of(known), vocabulary_of(known), _files(con), _erasures(con), _additions(con))
    except DamagedError as error:
        settings = [f"--{name.replace('_', '-')} {value}" for name, value in Decisions()._asdict().items()]
        if not has_warehouse_trace(database):
            raise WarehouseError(
                f"{database} is damaged, and nothing in it shows that it was a warehouse.",
                advice="Move it away, then build with the settings of the lost warehouse; the defaults are",
                command=" ".join(["build", *settings]),
            ) from error
        if None not in asked.values():
            return Replaced()
        raise unreadable_settings_error(database) from error


def _files(con: Connection) -> tuple[tuple[str, str, str], ...]:
    """Return the loaded files: table, month and name."""
    return tuple((table, month, name) for table, month, name in run(con, "ops/loaded_files.sql").rows)


def _additions(con: Connection) -> tuple[str, ...]:
    """Return the tables and views that others have added to a warehouse."""
    views = [relation_name(script) for script in view_scripts()]
    return tuple(name for (name,) in run(con, "ops/additions.sql", {"views": views}).rows)


def _erasures(con: Connection) -> tuple[dict[str, Any], ...]:
    """Return the erasures of a warehouse; none if its version did not support them."""
    try:
        return tuple(run(con, "ops/erasures.sql").records)
    except WarehouseError as error:
        if isinstance(error.__cause__, duckdb.CatalogException):
            return ()
        raise


def refuse_unfinished(database: Path) -> None:
    """Raise WarehouseError if a database has a write-ahead log: changes that are not yet in its file.

    DuckDB 1.3 writes the log beside the symbolic link through which it opened the file.
    """
    while True:
        wal = database.with_name(database.name + ".wal")
        if wal.exists():
            raise WarehouseError(
                f"{wal} holds changes that another program has not finished writing.",
                advice=f"Close that program, or open and close {database.name} once with it, then build again.",
            )
        if not database.is_symlink():
            return
        database = database.parent / database.readlink()


def changed_files(inputs: Inputs, loaded: Sequence[ProcessedFile]) -> list[Fault]:
    """Return a fault for each loaded file that has changed; content is read only if name, size or time differ."""
    files = {(str(file.table.name), file.month): file for file in inputs.files}
    faults = []
    for one in loaded:
        file = files.get((one.table, one.month))
        if file is None or not file.path.is_file():
            continue
        stat = file.path.stat()
        scan = Scan(file, file.path, size=stat.st_size, modified_ns=stat.st_mtime_ns)
        is_same = (file.name, scan.size, scan.modified_utc) == (one.name, one.size, one.modified_utc)
        if not is_same and _sha256_of(file) != one.sha256:
            faults.append(Fault(file.name, "changed_file", "changed since it was loaded"))
    return faults


def _sha256_of(file: InputFile) -> str:
    """Return the SHA-256 of the unpacked content of a file; an empty text if it cannot be unpacked."""
    with gzip.open(file.path) if file.is_compressed else file.path.open("rb") as stream:
        try:
            return hashlib.file_digest(stream, "sha256").hexdigest()
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return ""
