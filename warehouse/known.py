"""What an existing warehouse says of itself, and whether its files are still what they were."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import Fault, WarehouseError
from warehouse.files import REFRESH, Inputs
from warehouse.prescan import Scan, sha256_of
from warehouse.render import digest
from warehouse.storage import open_to_read


@dataclass(frozen=True)
class Known:
    """What an existing warehouse says of itself. Empty for one that is yet to be made."""

    zone: str | None = None
    reports_sha256: str | None = None
    processed: tuple[tuple[str, str, str, int, str, str], ...] = ()

    @property
    def months(self) -> set[tuple[str, str]]:
        return {(table, month) for table, month, *_ in self.processed}


def read_known(database: Path) -> Known:
    """Read the ledger of a warehouse, if there is one; raises WarehouseError where it cannot be built upon."""
    if not database.exists():
        return Known()
    wal = database.with_name(database.name + ".wal")
    if wal.exists():
        raise WarehouseError(
            f"{wal} holds changes that another program has not finished writing.",
            advice=f"Close that program, or open and close {database.name} once with it, then build again.",
        )
    with open_to_read(database) as con:
        [(zone, tables, reports)] = con.execute(
            "select zone, tables_sha256, reports_sha256 from ops.warehouse"
        ).fetchall()
        processed = con.execute(
            "select table_name, cast(month as varchar), file_name, size_bytes,"
            " strftime(file_modified_utc, '%Y-%m-%d %H:%M:%S.%f'), sha256"
            " from ops.processed_files"
        ).fetchall()
    if tables != digest("1_tables"):
        raise WarehouseError(f"{database} was made from another version of sql/1_tables.", advice=REFRESH)
    return Known(zone, reports, tuple(processed))


def refuse_changed(inputs: Inputs, known: Known) -> None:
    """A file that was processed must be the same still; its bytes are read only if its time is not."""
    files = {(file.table.name, file.month): file for file in inputs.files}
    faults = []
    for table, month, name, size, modified, sha256 in known.processed:
        file = files.get((table, month))
        if file is None or not file.path.is_file():
            continue
        stat = file.path.stat()
        scan = Scan(file, size=stat.st_size, modified_ns=stat.st_mtime_ns)
        if file.name == name and (scan.size, scan.modified_utc) == (size, modified):
            continue
        if scan.size != size or sha256_of(file.path) != sha256:
            faults.append(Fault(file.name, "it has changed since it was processed"))
    if faults:
        raise WarehouseError("A processed file cannot be taken back.", faults=faults, advice=REFRESH)
