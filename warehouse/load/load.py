"""Loads one file: stages its rows, merges them into their table, and records warnings."""

import time
from typing import Any

from warehouse.engine.render import run
from warehouse.errors import WarehouseError
from warehouse.extract.scan import Scan
from warehouse.load.store import Build, LoadedFile, Staged, Store


def load_file(build: Build, store: Store, scan: Scan, *, merges: bool = True) -> LoadedFile:
    """Load one file, unless it has a fatal fault; raise WarehouseError if rows would be lost.

    If merges is false, the rows are only validated.
    """
    started = time.perf_counter()
    file = scan.file
    build.progress.start(file.name, scan.text_size)
    staged = store.stage(build, scan)
    counts: dict[str, Any] = {}
    if merges and not staged.is_fatal:
        counts = _merge(build, scan, staged)
        if counts["rows_read"] != staged.rows:
            raise WarehouseError(f"{file.name}: expected to load {staged.rows} rows, loaded {counts['rows_read']}.")
        _note_warnings(build, scan, staged, counts)
    run(build.con, "3_load/clean_up.sql", staged=staged, is_delta=file.is_delta)
    build.progress.finish()
    return LoadedFile(file.name, file.month, counts, staged.rejected, time.perf_counter() - started)


def _merge(build: Build, scan: Scan, staged: Staged) -> dict[str, Any]:
    """Merge the staged rows of a file into their table; return the new row of the ledger."""
    file = scan.file
    parameters = {
        "table_name": file.table.name,
        "month": int(file.month),
        "file_name": file.name,
        "sha256": scan.sha256,
        "size_bytes": scan.size,
        "rows_rejected": staged.rejected,
        "file_modified_utc": scan.modified_utc,
        "processed_utc": build.processed_utc,
        "processed_by": build.processed_by,
        "load_rules_sha256": build.load_rules_sha256,
        "times_have_zone": scan.times_have_zone,
    }
    if not file.is_delta:
        [ledger] = run(build.con, "3_load/initial.sql", parameters, table=file.table).records
        return ledger
    run(build.con, "3_load/delta.sql", table=file.table)
    if build.plan.decisions.keeps_empty_cells:
        run(build.con, "3_load/partial_updates.sql", table=file.table)
    [ledger] = run(build.con, "3_load/merge.sql", parameters, table=file.table).records
    return ledger


def _note_warnings(build: Build, scan: Scan, staged: Staged, counts: dict[str, Any]) -> None:
    """Record warnings about a loaded file; queries that its counts rule out are skipped."""
    parameters = {"processed_utc": build.processed_utc, "file_name": scan.file.name}
    if staged.is_text:
        run(build.con, "3_load/warn_cells.sql", parameters)
    if not scan.file.is_delta:
        return
    replaced = counts["rows_updated"] + counts["rows_deleted"] + counts["rows_superseded"]
    unexpected = counts["adds_that_updated"] + counts["updates_that_added"] + counts["deletes_of_missing_keys"]
    if unexpected + counts["rows_unchanged"] + counts["rows_superseded"]:
        run(build.con, "3_load/warn_actions.sql", parameters, table=scan.file.table)
    if replaced:
        run(build.con, "3_load/warn_versions.sql", parameters, table=scan.file.table)
