"""The careful way to load a file: finds every fault, and writes a clean copy of the good rows.

The typed reader is fast, and stops at the first thing it does not expect. A file that it stops
at, or that was not plain to begin with, comes here: Python finds where records begin and end and
which have too few cells; SQL (`sql/salvage/`) judges the cells; what is left is a copy that the
typed reader takes without a word.
"""

import csv
import mmap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.catalogue import ACTION, Table
from warehouse.errors import Fault
from warehouse.grammar import RECORD, cells_of
from warehouse.prescan import Scan
from warehouse.render import Quoted, identifier, literal, run
from warehouse.source import csv_source

LONGEST = 2_000_000
MOST_FAULTS = 100_000
#: How a clean copy writes a time: the macro clean_time of sql/salvage/.
CLEAN_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass
class Salvage:
    """What became of a file: its clean copy (none after a fatal fault), its rows, its faults."""

    path: Path | None = None
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len({fault.line for fault in self.faults})

    @property
    def is_lost(self) -> bool:
        return any(fault.fatal for fault in self.faults)


def salvage(con: duckdb.DuckDBPyConnection, scan: Scan, folder: Path) -> Salvage:
    """Sort the rows of a file into good and faulty. The clean copy is made in folder."""
    result = Salvage()
    records = folder / f"{scan.file.path.stem}.records.csv"
    _write_records(scan, records, result)
    if result.is_lost:
        return result
    _judge_cells(con, scan, records, result)
    if len(result.faults) > MOST_FAULTS:
        reason = f"more than {MOST_FAULTS:,} rows are at fault; is this the right file?"
        result.faults = [Fault(scan.file.name, reason, fatal=True)]
    elif result.rows and result.rejected == result.rows:
        result.faults.append(Fault(scan.file.name, "every row of it is at fault", fatal=True))
    result.faults = _with_raw_text(scan, result.faults)
    if not result.is_lost:
        result.path = folder / f"{scan.file.path.stem}.clean.csv"
        cells = clean_cells(scan.file.table, is_delta=scan.file.is_delta)
        run(con, "salvage/4_clean.sql", cells=cells, path=result.path)
    return result


def _records(path: Path) -> Iterator[tuple[int, bytes, bool]]:
    """Each record that is not blank: its first line, its bytes, and whether it is well formed."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as text:
        place = 3 if text[:3] == b"\xef\xbb\xbf" else 0
        line = 1
        while place < len(text):
            match = RECORD.match(text, place)
            end = match.end() if match else (text.find(b"\n", place) + 1 or len(text))
            record = text[place:end]
            if record.strip():
                yield line, record, match is not None
            line += record.count(b"\n")
            place = end


def _shape_fault(record: bytes, well_formed: bool, cells: list[str], width: int) -> tuple[str, bool] | None:
    if len(record) > LONGEST:
        return f"a row of {len(record):,} bytes; the longest there may be is {LONGEST:,}", True
    if not well_formed and record.count(b'"') % 2:
        return "a quote that is never closed", True
    if not well_formed and b'"' in record:
        return "a quote in the middle of a cell", False
    if not well_formed:
        return "a carriage return in the middle of the row", False
    if len(cells) != width:
        return f"{len(cells)} cells, and the header has {width}", False
    return None


def _write_records(scan: Scan, path: Path, result: Salvage) -> None:
    records = _records(scan.file.path)
    next(records)  # the header
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(["line", *scan.header])
        for line, record, well_formed in records:
            result.rows += 1
            cells = cells_of(record) if well_formed else []
            fault = _shape_fault(record, well_formed, cells, len(scan.header))
            if fault is None:
                writer.writerow([line, *cells])
            elif len(result.faults) <= MOST_FAULTS:
                reason, fatal = fault
                result.faults.append(Fault(scan.file.name, reason, line, fatal=fatal))


def _judge_cells(con: duckdb.DuckDBPyConnection, scan: Scan, records: Path, result: Salvage) -> None:
    table, is_delta = scan.file.table, scan.file.is_delta
    columns = {"line": "bigint"} | dict.fromkeys(scan.reader_types, "varchar")
    run(con, "salvage/1_reasons.sql")
    run(con, "salvage/2_raw.sql", source=csv_source(records, columns, parallel=False))
    run(con, "salvage/3_faults.sql", reasons=reasons(table, is_delta=is_delta), key=table.key, is_delta=is_delta)
    for line, column, value, reason, fatal in con.execute("from faults").fetchmany(MOST_FAULTS + 1):
        result.faults.append(Fault(scan.file.name, reason, line, column, value, fatal=fatal))


def reasons(table: Table, *, is_delta: bool) -> list[tuple[str, Quoted]]:
    """Each column that not any text will do for, with the SQL that says what is wrong with a cell."""
    macros = {
        table.key: "fault_of_key",
        ACTION: "fault_of_action",
        "call_duration_minutes": "fault_of_duration",
        "satisfaction_rating": "fault_of_rating",
    }
    kinds = {"timestamp": "fault_of_time", "date": "fault_of_day"}
    found = []
    for column, kind in table.header(is_delta).items():
        macro = macros.get(column) or kinds.get(kind)
        if macro:
            name = f", {literal(column)}" if column == table.key else ""
            found.append((column, Quoted(f"{macro}({identifier(column)}{name})")))
    return found


def clean_cells(table: Table, *, is_delta: bool) -> list[tuple[str, Quoted]]:
    """Each column with the SQL that writes its cell so that the typed reader reads the same."""
    cells = []
    for column, kind in table.header(is_delta).items():
        cell = identifier(column)
        if kind == "timestamp":
            cell = Quoted(f"clean_time({cell})")
        elif kind != "varchar":
            cell = Quoted(f"cast({cell} as {kind})")
        cells.append((column, cell))
    return cells


def _with_raw_text(scan: Scan, faults: list[Fault]) -> list[Fault]:
    lines = {fault.line for fault in faults}
    raw = {
        line: record.decode("utf-8", "replace").rstrip("\r\n")
        for line, record, _ in _records(scan.file.path)
        if line in lines
    }
    ordered = sorted(faults, key=lambda fault: (fault.line or 0, fault.column or ""))
    return [Fault(**vars(fault) | {"raw": raw.get(fault.line or 0)}) for fault in ordered]
