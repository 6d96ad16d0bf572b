"""Loads one file into a warehouse on Spark: its lines, its records, what is wrong with them, and the merge."""

import time
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame

from warehouse.engine.quoting import Quoted
from warehouse.engine.render import run
from warehouse.errors import Fault, WarehouseError
from warehouse.extract.csv_format import BLANKS
from warehouse.extract.inputs import InputFile
from warehouse.extract.scan import Scan
from warehouse.load.month import LoadedFile, load_staged, look_at, record_rejected
from warehouse.load.quarantine import MAX_FAULTS, MAX_ROW_BYTES
from warehouse.load.session import Session
from warehouse.spark.connection import SparkConnection
from warehouse.spark.source import RemoteFile, digest, read_head, read_lines

#: What is wrong with the shape of a row that cannot be quarantined.
FATAL = ("a quote that is never closed", "too long")


@dataclass
class SparkFile:
    """A file that is to be loaded: what its head says, where it lies, and its lines."""

    scan: Scan
    remote: RemoteFile | None
    lines: DataFrame | None
    header_line: int


def prepare(con: SparkConnection, file: InputFile, remote: RemoteFile | None) -> SparkFile:
    """Look at the head of a file; its faults are in the scan."""
    lines = read_lines(con.spark, remote) if remote else None
    scan, header_line = read_head(file, remote, lines)
    if remote and lines is not None and not scan.faults:
        _check_bytes(con, scan, lines)
    return SparkFile(scan, remote, lines, header_line)


def _check_bytes(con: SparkConnection, scan: Scan, lines: DataFrame) -> None:
    pass


def load_file(session: Session, file: SparkFile) -> LoadedFile:
    """Load one file: what it did, and its faults."""
    started = time.perf_counter()
    con: SparkConnection = session.con
    scan, table = file.scan, file.scan.file.table
    session.make_rules(has_blanks=False, is_text=True)
    run(con, "spark/rules.sql", blanks=BLANKS)
    assert file.remote is not None and file.lines is not None
    scan.sha256 = digest(con.spark, file.remote, file.lines)
    counts = _read(session, file)
    faults = _faults(session, file) if counts["suspects"] else []
    if any(fault.fatal for fault in faults):
        return LoadedFile(scan.file.name, scan.file.month, faults=faults)
    run(con, "spark/good.sql", table=table, has_faults=bool(faults))
    rejected = len({fault.line for fault in faults})
    if counts["records"] and rejected == counts["records"]:
        faults.append(Fault(scan.file.name, "every row of it is at fault", fatal=True))
        return LoadedFile(scan.file.name, scan.file.month, faults=faults)
    values = {"source": Quoted(f"good_{table.name}"), "is_delta": scan.file.is_delta}
    run(con, f"2_staging/stg_{table.name}.sql", **values, is_numbered=scan.file.is_delta)
    ledger = load_staged(session, scan, rejected)
    if ledger["rows_read"] != counts["records"]:
        raise WarehouseError(
            f"{scan.file.name}: {counts['records']} rows were to be loaded, and {ledger['rows_read']} were."
        )
    record_rejected(session, scan, faults)
    look_at(session, scan, was_quarantined=counts["suspects"] > 0)
    return LoadedFile(scan.file.name, scan.file.month, ledger, faults, seconds=time.perf_counter() - started)


def _read(session: Session, file: SparkFile) -> dict[str, Any]:
    """Write down the records of a file, those of several lines put together; what they add up to."""
    con: SparkConnection = session.con
    con.offer("lines", file.lines)
    counts = _write_records(session, file, file.header_line)
    if counts["open_quotes"]:
        run(con, "spark/joined.sql")
        con.offer("lines", con.spark.table("joined"))
        counts = _write_records(session, file, file.header_line)
    elif not counts["has_order"]:
        raise WarehouseError(f"{file.scan.file.name}: the server does not say in which order its lines are.")
    return counts


def _write_records(session: Session, file: SparkFile, header_line: int) -> dict[str, Any]:
    con: SparkConnection = session.con
    scan, table = file.scan, file.scan.file.table
    types = table.header(scan.file.is_delta)
    columns = [*types, *(["action"] if scan.has_marks else [])]
    values: dict[str, Any] = {
        "table": table,
        "header": scan.header,
        "columns": [Quoted(column) for column in columns],
        "places": {str(column): scan.header.index(str(column)) + 1 for column in columns},
        "types": types,
        "blanks": BLANKS,
        "most_bytes": MAX_ROW_BYTES,
        "header_line": header_line,
    }
    run(con, "spark/records.sql", **values)
    run(con, "spark/numbered.sql", **values)
    [counts] = run(con, "spark/counts.sql").records
    return counts


def _faults(session: Session, file: SparkFile) -> list[Fault]:
    """Judge the rows that are not as they should be at first sight."""
    scan, table = file.scan, file.scan.file.table
    run(session.con, f"2_staging/faults_{table.name}.sql", is_delta=scan.file.is_delta)
    found = run(session.con, "spark/quarantine.sql", {"most": MAX_FAULTS + 1}, table=table)
    if len(found.rows) > MAX_FAULTS:
        reason = f"more than {MAX_FAULTS:,} rows are at fault; is this the right file?"
        return [Fault(scan.file.name, reason, fatal=True)]
    return [
        Fault(scan.file.name, reason, line, column, cell, raw, fatal=reason in FATAL)
        for line, column, cell, reason, raw in found.rows
    ]


def repeated_keys(session: Session, files: list[SparkFile]) -> list[Fault]:
    return []
