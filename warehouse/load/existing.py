"""What a warehouse file that exists says of itself: to build upon it, or to replace it."""

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
from warehouse.engine.render import relation_name, run
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
    """The ledger of a warehouse, if there is one; raises WarehouseError where it cannot be built upon."""
    refuse_unfinished(database)
    if not database.exists():
        return Ledger()
    with open_to_read(database) as con:
        return ledger_of(con)


def read_replaced(database: Path, asked: Mapping[str, str | None]) -> Replaced:
    """The settings and files of a warehouse of any version that is to be replaced; nothing where there is none.

    asked are the settings of the build, None for one that is left open. Raises WarehouseError where the file is no
    warehouse, where another program writes it, and where its settings cannot be read and are not asked for.
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
    return tuple((table, month, name) for table, month, name in run(con, "ops/loaded_files.sql").rows)


def _additions(con: Connection) -> tuple[str, ...]:
    """The tables and views that others have put into a warehouse."""
    views = [relation_name(script) for script in view_scripts()]
    return tuple(name for (name,) in run(con, "ops/additions.sql", {"views": views}).rows)


def _erasures(con: Connection) -> tuple[dict[str, Any], ...]:
    """What was erased from a warehouse; nothing from one of a version that could not."""
    try:
        return tuple(run(con, "ops/erasures.sql").records)
    except WarehouseError as error:
        if isinstance(error.__cause__, duckdb.CatalogException):
            return ()
        raise


def refuse_unfinished(database: Path) -> None:
    """Raise WarehouseError where a write-ahead log lies beside a database: changes that are not in its file yet.

    DuckDB 1.3 writes it beside the link by which it has opened the file.
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
    """The files whose content is no longer what was loaded; it is read only if a file's name, size or time differs."""
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
    """SHA-256 of what a file holds, compressed or not; nothing where it cannot be unpacked."""
    with gzip.open(file.path) if file.is_compressed else file.path.open("rb") as stream:
        try:
            return hashlib.file_digest(stream, "sha256").hexdigest()
        except (EOFError, zlib.error, gzip.BadGzipFile):
            return ""
