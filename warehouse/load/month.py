"""Loads the files of one month, in one transaction."""

import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.engine.quoting import Quoted
from warehouse.engine.render import run
from warehouse.errors import DataWarning, Fault, WarehouseError
from warehouse.extract.csv_format import csv_source
from warehouse.extract.scan import Scan, is_unchanged_since
from warehouse.load.quarantine import Quarantine, quarantine
from warehouse.load.session import Session

#: How many faults are written down at once.
BATCH = 1000


@dataclass(frozen=True)
class LoadedFile:
    """What one file did: its row of the ledger (none after a fatal fault), its faults, the seconds it took."""

    name: str
    month: str
    ledger: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[DataWarning] = field(default_factory=list)
    seconds: float = 0.0


class _NotPlainError(Exception):
    """The typed reader did not take a file as it is: it has to go through the quarantine first."""

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan.file.name)
        self.scan = scan


def load_month(session: Session, scans: list[Scan]) -> list[LoadedFile]:
    """Load all files of a month, or none; what each did, and its faulty rows.

    Raises WarehouseError where a file changes while it is read.
    """
    found = {scan.file.name: quarantine(session, scan) for scan in scans if not scan.is_plain}
    done = session.progress.done
    while True:
        session.con.begin()
        session.progress.done = done
        try:
            files = [_load_file(session, scan, found.get(scan.file.name)) for scan in scans]
            session.con.commit()
            break
        except _NotPlainError as not_plain:
            _roll_back(session)
            found[not_plain.scan.file.name] = quarantine(session, not_plain.scan)
        except BaseException:
            _roll_back(session)
            raise
    for scan in scans:
        if not is_unchanged_since(scan):
            raise WarehouseError(f"{scan.file.name} changed while it was read.", advice="Build again when it is whole.")
    return files


def _roll_back(session: Session) -> None:
    """Leave the transaction; an error may have ended it already, and is the one to report."""
    session.forget_rules()
    with contextlib.suppress(duckdb.Error):
        session.con.rollback()


def _load_file(session: Session, scan: Scan, found: Quarantine | None) -> LoadedFile:
    """Load one file; found is what the quarantine found in it, if it had to go through it."""
    started = time.perf_counter()
    file = scan.file
    faults = found.faults if found else []
    session.progress.start(file.name, scan.text_size)
    if found and found.is_fatal:
        return LoadedFile(file.name, file.month, faults=faults)
    _stage(session, scan, is_text=found is not None)
    try:
        ledger = load_staged(session, scan, rejected=found.rejected if found else 0)
    except WarehouseError as error:
        if found or not isinstance(error.__cause__, duckdb.InvalidInputException | duckdb.ConversionException):
            raise
        raise _NotPlainError(scan) from error
    expected = found.rows if found else scan.rows
    if ledger["rows_read"] != expected:
        if not found:
            raise _NotPlainError(scan)
        raise WarehouseError(f"{file.name}: {expected} rows were to be loaded, and {ledger['rows_read']} were.")
    record_rejected(session, scan, faults)
    look_at(session, scan, was_quarantined=found is not None)
    session.progress.finish()
    warnings = found.warnings(file.name) if found else []
    return LoadedFile(file.name, file.month, ledger, faults, warnings, time.perf_counter() - started)


def _stage(session: Session, scan: Scan, *, is_text: bool) -> None:
    """Make the view `stg_TABLE` of a file: on its cells as the typed reader has them, or on the good rows as text."""
    table, is_delta = scan.file.table, scan.file.is_delta
    session.make_rules(has_blanks=scan.has_blanks, is_text=is_text)
    source = Quoted(f"good_{table.name}")
    if not is_text:
        source = csv_source(scan.path, scan.reader_types, parallel=True, time_format=scan.time_format)
    run(session.con, f"2_staging/stg_{table.name}.sql", source=source, is_delta=is_delta, is_numbered=False)


def load_staged(session: Session, scan: Scan, rejected: int) -> dict[str, Any]:
    """Bring a staged file into its table; the row of the ledger that says what it did."""
    file = scan.file
    parameters = {
        "table_name": file.table.name,
        "month": int(file.month),
        "file_name": file.name,
        "sha256": scan.sha256,
        "size_bytes": scan.size,
        "rows_rejected": rejected,
        "file_modified_utc": scan.modified_utc,
        "processed_utc": session.processed_utc,
        "processed_by": session.processed_by,
        "load_rules_sha256": session.load_rules_sha256,
        "times_have_zone": scan.times_have_zone,
    }
    if not file.is_delta:
        [ledger] = run(session.con, "3_load/initial.sql", parameters, table=file.table).records
        return ledger
    run(session.con, "3_load/delta.sql", table=file.table)
    if session.keeps_empty_cells:
        run(session.con, "3_load/partial_updates.sql", table=file.table)
    [ledger] = run(session.con, "3_load/merge.sql", parameters, table=file.table).records
    return ledger


def look_at(session: Session, scan: Scan, *, was_quarantined: bool) -> None:
    """Write down what is hardly true of a file that was loaded, and remove what served it only."""
    parameters = {"processed_utc": session.processed_utc, "file_name": scan.file.name}
    values: dict[str, Any] = {
        "table": scan.file.table,
        "is_delta": scan.file.is_delta,
        "has_marks": scan.has_marks,
        "was_quarantined": was_quarantined,
        "keeps_empty_cells": session.keeps_empty_cells,
    }
    if was_quarantined:
        run(session.con, "3_load/unexpected_cells.sql", parameters, **values)
    if scan.file.is_delta:
        run(session.con, "3_load/unexpected_actions.sql", parameters, **values)
        run(session.con, "3_load/unexpected_versions.sql", parameters, **values)
    run(session.con, "3_load/clean_up.sql", **values)


def record_rejected(session: Session, scan: Scan, faults: list[Fault]) -> None:
    for start in range(0, len(faults), BATCH):
        batch = faults[start : start + BATCH]
        parameters = {
            "table_name": scan.file.table.name,
            "month": int(scan.file.month),
            "file_name": scan.file.name,
            "lines": [fault.line for fault in batch],
            "column_names": [fault.column for fault in batch],
            "texts": [fault.value for fault in batch],
            "reasons": [fault.reason for fault in batch],
            "raw_texts": [fault.raw for fault in batch],
            "processed_utc": session.processed_utc,
        }
        run(session.con, "3_load/rejected_rows.sql", parameters)
