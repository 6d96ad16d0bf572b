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

#: How what is wrong with a row begins, where it cannot be quarantined.
FATAL = ("a quote that is never closed", "a byte that is not", "a NUL byte", "a row of more than")


@dataclass
class SparkFile:
    """A file that is to be loaded: what its head says, where it lies, and its lines."""

    scan: Scan
    remote: RemoteFile | None
    lines: DataFrame | None
    header_line: int


def prepare(con: SparkConnection, file: InputFile, remote: RemoteFile | None) -> SparkFile:
    """Look at the head of a file; its faults are in the scan."""
    lines = read_lines(con.server.spark, remote) if remote else None
    scan, header_line = read_head(file, remote, lines)
    return SparkFile(scan, remote, lines, header_line)


def load_file(session: Session, file: SparkFile) -> LoadedFile:
    """Load one file: what it did, and its faults. Raises WarehouseError where rows of it would be lost."""
    started = time.perf_counter()
    con: SparkConnection = session.con
    scan, table = file.scan, file.scan.file.table
    session.progress.start(scan.file.name, scan.size)
    counts, faults = read_good_rows(session, file)
    if any(fault.fatal for fault in faults):
        return LoadedFile(scan.file.name, scan.file.month, faults=faults)
    values: dict[str, Any] = {"source": Quoted(f"good_{table.name}"), "is_delta": scan.file.is_delta}
    run(con, f"2_staging/stg_{table.name}.sql", **values, is_numbered=scan.file.is_delta)
    ledger = load_staged(session, scan, len({fault.line for fault in faults}))
    if ledger["rows_read"] != counts["records"]:
        read = f"{counts['records']} rows were to be loaded, and {ledger['rows_read']} were."
        raise WarehouseError(f"{scan.file.name}: {read}")
    record_rejected(session, scan, faults)
    look_at(session, scan, was_quarantined=counts["suspects"] > 0)
    session.progress.finish()
    return LoadedFile(scan.file.name, scan.file.month, ledger, faults, seconds=time.perf_counter() - started)


def read_good_rows(session: Session, file: SparkFile) -> tuple[dict[str, Any], list[Fault]]:
    """Make the view `good_TABLE` of a file; what its records add up to, and the faults of the others."""
    con: SparkConnection = session.con
    con.is_loading = True
    scan = file.scan
    session.make_rules(has_blanks=False, is_text=True)
    run(con, "spark/rules.sql", blanks=BLANKS)
    assert file.remote is not None
    assert file.lines is not None
    scan.sha256 = digest(con.server.spark, file.remote, file.lines)
    try:
        counts = _read(con, file)
    except WarehouseError as error:
        raise WarehouseError(f"{scan.file.name}: {error.message}") from error
    faults = _faults(session, file) if counts["suspects"] else []
    rejected = len({fault.line for fault in faults})
    if counts["records"] and rejected == counts["records"]:
        faults.append(Fault(scan.file.name, "every row of it is at fault", fatal=True))
    run(con, "spark/good.sql", table=scan.file.table, has_faults=bool(faults))
    return counts, faults


def _read(con: SparkConnection, file: SparkFile) -> dict[str, Any]:
    """Write down the records of a file, those of several lines put together; what they add up to."""
    con.server.offer("lines", file.lines)
    counts = _write_records(con, file)
    if counts["open_quotes"]:
        run(con, "spark/joined.sql")
        con.server.rename("joined", "lines")
        counts = _write_records(con, file)
    elif not counts["has_order"]:
        raise WarehouseError(f"{file.scan.file.name}: the server does not say in which order its lines are.")
    return counts


def _write_records(con: SparkConnection, file: SparkFile) -> dict[str, Any]:
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
        "header_line": file.header_line,
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
        Fault(scan.file.name, reason, line, column, cell, raw, fatal=reason.startswith(FATAL))
        for line, column, cell, reason, raw in found.rows
    ]


def repeated_keys(session: Session, files: list[SparkFile]) -> list[Fault]:
    """The keys that initial files have twice, all but the first."""
    faults = []
    for file in files:
        name, table = file.scan.file.name, file.scan.file.table
        if not file.scan.file.is_delta:
            read_good_rows(session, file)
            for line, cell, first, raw in run(
                session.con, "spark/repeated_keys.sql", {"most": MAX_FAULTS}, table=table
            ).rows:
                reason = f"the key is there already, on line {first}"
                faults.append(Fault(name, reason, line, str(table.key), cell, raw, fatal=True))
    return faults
