"""Records invalid rows and files in `ops.rejected_rows`."""

from typing import Any

from warehouse.engine.render import run
from warehouse.extract.scan import Scan
from warehouse.load.store import Build

#: How many rows of a file may be invalid; with more it is probably the wrong file.
MAX_REJECTED = 100_000


def save_rejected_rows(build: Build, scan: Scan) -> None:
    """Record the invalid rows that were found last."""
    run(build.con, "3_load/rejected_rows.sql", rejection_values(build, scan))


def rejection_values(build: Build, scan: Scan) -> dict[str, Any]:
    """Return the values of the columns of `ops.rejected_rows` that describe the file."""
    file = scan.file
    return {
        "table_name": file.table.name,
        "month": int(file.month),
        "file_name": file.name,
        "processed_utc": build.processed_utc,
    }


def reject_file(build: Build, scan: Scan, kind: str, detail: str = "") -> None:
    """Record that a whole file is rejected."""
    run(build.con, "3_load/rejected_file.sql", rejection_values(build, scan) | {"kind": kind, "detail": detail})


def reject_invalid_file(build: Build, scan: Scan, rows: int, rejected: int) -> bool:
    """Reject a file if too many of its rows are invalid, and return whether it was rejected."""
    if rejected > MAX_REJECTED:
        reject_file(build, scan, "too_many_invalid_rows", f"{MAX_REJECTED:,}")
    elif rows and rejected == rows:
        reject_file(build, scan, "all_rows_invalid")
    else:
        return False
    return True
