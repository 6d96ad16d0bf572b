"""What an existing warehouse says of itself and its files, and whether these are still what they were."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.engine.connection import Connection
from warehouse.engine.database import attach_to_read, open_to_read
from warehouse.engine.render import digest, run
from warehouse.errors import REBUILD, DataWarning, Fault, WarehouseError
from warehouse.extract.inputs import Inputs
from warehouse.extract.scan import Scan, sha256_of
from warehouse.load.decisions import Decisions
from warehouse.load.session import LOAD_RULES


class ProcessedFile(NamedTuple):
    """A file that was loaded, as `sql/ops/ledger.sql` has it."""

    table: str
    month: str
    name: str
    size: int
    modified_utc: str
    sha256: str
    load_rules_sha256: str


class Ledger(NamedTuple):
    """What an existing warehouse says of itself. Empty for one that is yet to be made."""

    decisions: Decisions | None = None
    views_sha256: str | None = None
    files: tuple[ProcessedFile, ...] = ()

    @property
    def loaded(self) -> set[tuple[str, str]]:
        """The table and month of each file."""
        return {(file.table, file.month) for file in self.files}

    def warnings(self) -> list[DataWarning]:
        """Whether the rules that the files were loaded by are those of today."""
        today = digest(*LOAD_RULES)
        months = [file.month for file in self.files if file.load_rules_sha256 != today]
        if not months:
            return []
        what = f"files up to {max(months)} were loaded by other rules than those of sql/2_staging and sql/3_load now"
        advice = "to load them anew: supportwh build --full-refresh"
        return [DataWarning("sql/", "load_rules_changed", what, advice=advice)]


def read_ledger(database: Path) -> Ledger:
    """Read the ledger of a warehouse, if there is one; raises WarehouseError where it cannot be built upon."""
    if not database.exists():
        return Ledger()
    wal = database.with_name(database.name + ".wal")
    if wal.exists():
        raise WarehouseError(
            f"{wal} holds changes that another program has not finished writing.",
            advice=f"Close that program, or open and close {database.name} once with it, then build again.",
        )
    with open_to_read(database) as con:
        [warehouse] = run(con, "ops/warehouse.sql").records
        files = processed_files(con)
    if warehouse["tables_sha256"] != digest("1_tables"):
        raise WarehouseError(f"{database} was made from another version of sql/1_tables.", **REBUILD)
    return Ledger(Decisions(**decided(warehouse)), warehouse["views_sha256"], files)


def processed_files(con: Connection) -> tuple[ProcessedFile, ...]:
    """The ledger of a warehouse, in the order in which its files were loaded."""
    return tuple(ProcessedFile(*row) for row in run(con, "ops/ledger.sql").rows)


def recorded(database: Path) -> dict[str, str]:
    """What was decided for a warehouse of any version, as far as it says so; nothing where none can be read."""
    if database.is_file():
        with contextlib.suppress(WarehouseError), attach_to_read(database) as con:
            for record in run(con, "ops/decisions.sql").records:
                return decided(record)
    return {}


def decided(warehouse: dict[str, Any]) -> dict[str, str]:
    """What a row of `ops.warehouse` says that was decided."""
    columns = {"timezone": "zone", "initial_month": "initial_month", "partial_updates": "partial_updates"}
    return {name: str(warehouse[column]) for name, column in columns.items() if warehouse.get(column) is not None}


def refuse_changed(inputs: Inputs, ledger: Ledger) -> None:
    """Raise WarehouseError where a file that was processed is not the same still."""
    if faults := changed(inputs, ledger.files):
        raise WarehouseError("A processed file cannot be taken back.", details=faults, **REBUILD)


def changed(inputs: Inputs, processed_files: Iterable[ProcessedFile]) -> list[Fault]:
    """The files that are no longer what was processed; the bytes of one are read only if its time is another."""
    files = {(str(file.table.name), file.month): file for file in inputs.files}
    faults = []
    for processed in processed_files:
        file = files.get((processed.table, processed.month))
        if file is None or not file.path.is_file():
            continue
        stat = file.path.stat()
        scan = Scan(file, file.path, size=stat.st_size, modified_ns=stat.st_mtime_ns)
        if file.name == processed.name and (scan.size, scan.modified_utc) == (processed.size, processed.modified_utc):
            continue
        if scan.size != processed.size or sha256_of(file.path) != processed.sha256:
            faults.append(Fault(file.name, "it has changed since it was processed"))
    return faults
