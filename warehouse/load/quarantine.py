"""The careful way to load a file: finds every fault, and leaves the good rows for staging.

The typed reader is fast, and stops at the first thing it does not expect. A file that it stops
at, or that was not plain to begin with, comes here: Python finds where records begin and end and
which have too few cells; SQL (`faults_*.sql` of `sql/2_staging`, `sql/3_load/quarantine.sql`) judges
the cells.
"""

import csv
import mmap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from warehouse.engine.quoting import Quoted, plain_name
from warehouse.engine.render import run
from warehouse.errors import DataWarning, Fault
from warehouse.extract.csv_format import BLANK_LINES, RECORD, cells_of, csv_source
from warehouse.extract.scan import Scan
from warehouse.load.session import Session

MAX_ROW_BYTES = 2_000_000
MAX_FAULTS = 100_000


@dataclass
class Quarantine:
    """What was found in a file: how many rows it has, their faults, and cells whose text was not composed."""

    rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    decomposed: list[str] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({fault.line for fault in self.faults})

    def warnings(self, file: str) -> list[DataWarning]:
        if not self.decomposed:
            return []
        what = "cells are written in parts (letter and accent), and were put together (Unicode's form NFC)"
        return [DataWarning(file, "text_not_composed", what, len(self.decomposed), self.decomposed[0])]

    @property
    def is_fatal(self) -> bool:
        return any(fault.fatal for fault in self.faults)


def quarantine(session: Session, scan: Scan) -> Quarantine:
    """Sort the rows of a file into good, which the temporary view `good_TABLE` then has, and faulty."""
    result = Quarantine()
    records = session.folder / f"{scan.file.path.stem}.records.csv"
    _write_records(scan, records, result)
    if result.is_fatal:
        return result
    _judge_cells(session, scan, records, result)
    if len(result.faults) > MAX_FAULTS:
        reason = f"more than {MAX_FAULTS:,} rows are at fault; is this the right file?"
        result.faults = [Fault(scan.file.name, reason, fatal=True)]
    elif result.rows and result.rejected == result.rows:
        result.faults.append(Fault(scan.file.name, "every row of it is at fault", fatal=True))
    result.faults = _with_raw_text(scan, result.faults)
    return result


def _records(path: Path) -> Iterator[tuple[int, bytes, bool]]:
    """Each record that is not blank: its first line, its bytes, and whether it is well formed."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        offset = 3 if text[:3] == b"\xef\xbb\xbf" else 0
        line = 1
        while offset < len(text):
            match = RECORD.match(text, offset)
            end = match.end() if match else (text.find(b"\n", offset) + 1 or len(text))
            record = text[offset:end]
            if not BLANK_LINES.fullmatch(record):
                yield line, record, match is not None
            line += record.count(b"\n")
            offset = end


def _shape_fault(record: bytes, well_formed: bool, cells: list[str], width: int) -> tuple[str, bool] | None:
    """What is wrong with a record as a whole, and whether that is fatal."""
    if len(record) > MAX_ROW_BYTES:
        return f"a row of {len(record):,} bytes; the longest there may be is {MAX_ROW_BYTES:,}", True
    if not well_formed and record.count(b'"') % 2:
        return "a quote that is never closed", True
    if not well_formed and b'"' in record:
        return "a quote in the middle of a cell", False
    if not well_formed:
        return "a carriage return in the middle of the row", False
    if len(cells) != width:
        return f"{len(cells)} cells, and the header has {width}", False
    return None


def _write_records(scan: Scan, path: Path, result: Quarantine) -> None:
    """Write the records of the right shape as plain CSV, each with its line; the others are faults."""
    records = _records(scan.path)
    next(records)  # the header
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(["line", *scan.header])
        for line, record, well_formed in records:
            cells = cells_of(record) if well_formed else []
            result.rows += 1
            if not record.isascii():
                result.decomposed += _decomposed(line, record, cells)
            fault = _shape_fault(record, well_formed, cells, len(scan.header))
            if fault is None:
                writer.writerow([line, *cells])
            elif len(result.faults) <= MAX_FAULTS:
                reason, fatal = fault
                result.faults.append(Fault(scan.file.name, reason, line, fatal=fatal))


def _decomposed(line: int, record: bytes, cells: list[str]) -> list[str]:
    """The cells of a record, with their line, whose text was not in Unicode's form NFC."""
    text = record.decode("utf-8", "replace")
    if unicodedata.is_normalized("NFC", text):
        return []
    return [f"line {line} ({cell})" for cell in cells if not cell.isascii() and cell not in text]


def _judge_cells(session: Session, scan: Scan, records: Path, result: Quarantine) -> None:
    con, table, is_delta = session.con, scan.file.table, scan.file.is_delta
    columns: dict[Quoted, str] = {plain_name("line"): "bigint", **dict.fromkeys(scan.reader_types, "varchar")}
    session.make_rules(has_blanks=scan.has_blanks, is_text=True)
    run(con, "2_staging/raw.sql", table=table, source=csv_source(records, columns, parallel=False))
    records.unlink()
    run(con, f"2_staging/faults_{table.name}.sql", is_delta=is_delta)
    found = run(con, "3_load/quarantine.sql", {"most": MAX_FAULTS + 1}, table=table, is_delta=is_delta)
    for line, column, value, reason, fatal in found.rows:
        result.faults.append(Fault(scan.file.name, reason, line, column, value, fatal=fatal))


def _with_raw_text(scan: Scan, faults: list[Fault]) -> list[Fault]:
    lines = {fault.line for fault in faults}
    if not lines:
        return []
    raw = {
        line: record.decode("utf-8", "replace").rstrip("\r\n")
        for line, record, _ in _records(scan.path)
        if line in lines
    }
    ordered = sorted(faults, key=lambda fault: (fault.line or 0, fault.column or ""))
    return [replace(fault, raw=raw.get(fault.line or 0)) for fault in ordered]
