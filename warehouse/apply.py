"""Applies the files of one month to the warehouse, in one transaction."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.errors import Fault, WarehouseError
from warehouse.prescan import Scan, is_unchanged_since
from warehouse.render import run
from warehouse.salvage import CLEAN_TIME, Salvage, salvage
from warehouse.source import csv_source

#: How many faults are written down at once.
BATCH = 1000


@dataclass
class Applied:
    """What one file did: the counts of its ledger row, and what was odd about it."""

    name: str
    month: str
    counts: dict[str, int]
    rejected: int
    seconds: float
    warnings: list[str]


@dataclass
class Session:
    """One build: its connection, where it keeps what it writes on the way, its files, what it stamps."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    scans: list[Scan]
    built: str
    version: str
    progress: Callable[[str, int, int], None]
    done: int = 0
    has_blanks: bool | None = None  # what the rules of staging were last made for
    faults: list[Fault] = field(default_factory=list)


class _UnexpectedError(Exception):
    """The typed reader did not take a file as it is: it has to be salvaged first."""

    def __init__(self, scan: Scan) -> None:
        super().__init__(scan.file.name)
        self.scan = scan


def apply_month(session: Session, scans: list[Scan]) -> list[Applied]:
    """Bring in all files of a month, or none. Faulty rows end up in session.faults.

    Raises WarehouseError where a file changes while it is read.
    """
    salvaged = {scan.file.name: _salvage(session, scan) for scan in scans if not scan.is_plain}
    while True:
        session.con.begin()
        try:
            applied = [_apply_file(session, scan, salvaged.get(scan.file.name)) for scan in scans]
            session.con.commit()
            break
        except _UnexpectedError as unexpected:
            _roll_back(session)
            session.done -= [scan.file.name for scan in scans].index(unexpected.scan.file.name)
            salvaged[unexpected.scan.file.name] = _salvage(session, unexpected.scan)
        except BaseException:
            _roll_back(session)
            raise
    for scan in scans:
        if not is_unchanged_since(scan.file.path, scan):
            raise WarehouseError(f"{scan.file.name} changed while it was read.", advice="Build again when it is whole.")
    for result in salvaged.values():
        session.faults += result.faults
    return applied


def _roll_back(session: Session) -> None:
    """Leave the transaction; an error may have ended it already, and is the one to report."""
    session.has_blanks = None
    with contextlib.suppress(duckdb.Error):
        session.con.rollback()


def _salvage(session: Session, scan: Scan) -> Salvage:
    return salvage(session.con, scan, session.folder)


def _apply_file(session: Session, scan: Scan, salvaged: Salvage | None) -> Applied:
    started = time.perf_counter()
    file, con = scan.file, session.con
    session.progress(file.name, session.done, len(session.scans))
    before = _rows(con, file.table.target)
    read, rejected = (salvaged.rows, salvaged.rejected) if salvaged else (scan.rows, 0)
    if salvaged and salvaged.is_lost:
        return Applied(file.name, file.month, {}, rejected, 0.0, [])
    if scan.has_blanks is not session.has_blanks:
        run(con, "2_staging/1_rules.sql", has_blanks=scan.has_blanks)
        session.has_blanks = scan.has_blanks
    _stage(con, scan, salvaged)
    counts = (_merge if file.is_delta else _fill)(con, scan, read - rejected, salvaged)
    warnings = _oddities(file.name, counts)
    entry = {
        "table_name": file.table.name,
        "month": file.month,
        "file_name": file.name,
        "sha256": scan.sha256,
        "size_bytes": scan.size,
        "rows_read": read,
        **{name: count for name, count in counts.items() if name.startswith("rows_")},
        "rows_rejected": rejected,
        "table_rows_before": before,
        "table_rows_after": _rows(con, file.table.target),
        "file_modified_utc": scan.modified_utc,
        "processed_utc": session.built,
        "processed_by": session.version,
    }
    run(con, "3_apply/9_ledger.sql", entry=entry)
    if salvaged and salvaged.faults:
        _record_rejected(session, scan, salvaged)
    session.done += 1
    seconds = time.perf_counter() - started
    return Applied(file.name, file.month, counts, rejected, seconds, warnings)


def _rows(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    [(rows,)] = con.execute(f"select count(*) from {relation}").fetchall()
    return int(rows)


def _stage(con: duckdb.DuckDBPyConnection, scan: Scan, salvaged: Salvage | None) -> None:
    table, is_delta = scan.file.table, scan.file.is_delta
    if salvaged and salvaged.path:
        types = table.reader_types(is_delta)
        source = csv_source(salvaged.path, types, parallel=False, time_format=CLEAN_TIME)
    else:
        source = csv_source(scan.file.path, scan.reader_types, parallel=True, time_format=scan.time_format)
    run(con, f"2_staging/{table.staging}.sql", source=source, is_delta=is_delta)


def _load(con: duckdb.DuckDBPyConnection, script: str, scan: Scan, expected: int, salvaged: Salvage | None) -> None:
    """Run the statement that reads the file, and hold its count against the prescan's."""
    try:
        [(loaded,)] = run(con, script, table=scan.file.table, month=int(scan.file.month))
    except WarehouseError as error:
        if salvaged or not isinstance(error.__cause__, (duckdb.InvalidInputException, duckdb.ConversionException)):
            raise
        raise _UnexpectedError(scan) from error
    if loaded != expected:
        if salvaged:
            raise WarehouseError(f"{scan.file.name}: {expected} rows were to be loaded, and {loaded} were.")
        raise _UnexpectedError(scan)


def _fill(con: duckdb.DuckDBPyConnection, scan: Scan, expected: int, salvaged: Salvage | None) -> dict[str, int]:
    """The initial extract, into its empty table."""
    con.execute("set preserve_insertion_order = false")
    _load(con, "3_apply/1_initial.sql", scan, expected, salvaged)
    con.execute("set preserve_insertion_order = true")
    return dict.fromkeys(COUNTS, 0) | {"rows_added": expected}


COUNTS = (
    "rows_added",
    "rows_updated",
    "rows_deleted",
    "rows_unchanged",
    "rows_superseded",
    "rows_without_effect",
)


def _merge(con: duckdb.DuckDBPyConnection, scan: Scan, expected: int, salvaged: Salvage | None) -> dict[str, int]:
    """A delta: upsert what it adds and updates, remove what it deletes, keep what it replaces."""
    file = scan.file
    _load(con, "3_apply/2_delta.sql", scan, expected, salvaged)
    [(superseded,)] = run(con, "3_apply/3_last_words.sql", table=file.table)
    for script in ("4_matched", "5_changes", "6_history", "7_delete", "8_insert"):
        run(con, f"3_apply/{script}.sql", table=file.table, month=int(file.month), file_name=file.name)
    rows = run(con, "3_apply/9_account.sql")
    names = [column[0] for column in con.description or ()]
    run(con, "3_apply/9_clean_up.sql")
    return {"rows_superseded": superseded} | dict(zip(names, rows[0], strict=True))


def _oddities(name: str, counts: dict[str, int]) -> list[str]:
    sentences = {
        "adds_of_known": "{} to add {} there already, and updated",
        "updates_of_unknown": "{} to update {} not there, and added",
        "rows_without_effect": "{} to delete {} not there",
    }
    return [
        f"{name}: " + text.format(*((f"{n} rows", "were") if (n := counts[count]) > 1 else ("1 row", "was")))
        for count, text in sentences.items()
        if counts.get(count)
    ]


def _record_rejected(session: Session, scan: Scan, salvaged: Salvage) -> None:
    for start in range(0, len(salvaged.faults), BATCH):
        faults = salvaged.faults[start : start + BATCH]
        run(
            session.con,
            "3_apply/9_rejected.sql",
            bound=[[getattr(fault, name) for fault in faults] for name in ("line", "column", "value", "reason", "raw")],
            table=scan.file.table,
            month=int(scan.file.month),
            file_name=scan.file.name,
            built=session.built,
        )
