"""Reads the optional files of `settings/`: targets, business hours and holidays. Their rules are in `sql/settings/`."""

import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.engine.connection import Connection
from warehouse.engine.database import connect
from warehouse.engine.render import execute, run
from warehouse.engine.sources import text_of
from warehouse.errors import DataWarning, Fault
from warehouse.extract.csv_format import split_record

FOLDER = "settings"
#: The columns of each file; optional columns come last.
COLUMNS = {
    "targets": ("metric", "contact_center_id", "from_month", "value"),
    "business_hours": ("contact_center_id", "from_month", "weekday", "opens", "closes", "time_zone"),
    "holidays": ("date", "name", "is_business_day"),
}
OPTIONAL = {"time_zone", "is_business_day"}
#: The maximum size of a file in bytes, because it is read as a whole.
MAX_BYTES = 10_000_000


@dataclass(frozen=True)
class Settings:
    """The content of the files as text, by file and column, with the line of each row; and their faults and warnings.

    sha256 is that of all files together; it is empty if there are no files.
    """

    rows: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[DataWarning, ...] = ()
    sha256: str = ""


def read_settings(data_dir: Path) -> Settings:
    """Read the files of `settings/` in a data directory; faults are in the result and never raised."""
    contents: dict[str, bytes | str] = {}
    for name in COLUMNS:
        path = data_dir / FOLDER / f"{name}.csv"
        if path.exists():
            try:
                contents[name] = path.read_bytes()[: MAX_BYTES + 1]
            except OSError as error:
                contents[name] = str(error.strerror)
    return settings_of(contents)


def settings_of(contents: Mapping[str, bytes | str]) -> Settings:
    """Parse the files of `settings/`, by their names without `.csv`; a text is the reason why one cannot be read."""
    rows: dict[str, dict[str, list[Any]]] = {}
    faults: list[Fault] = []
    warnings: list[DataWarning] = []
    digest = hashlib.sha256()
    for name in [name for name in COLUMNS if name in contents]:
        content = contents[name]
        if isinstance(content, str):
            faults.append(_fault(name, "unreadable_file", f"cannot be read: {content}"))
            continue
        digest.update(name.encode() + b"\0" + content + b"\0")
        rows[name] = _rows(name, content, faults, warnings)
    if not rows and not faults:
        return Settings()
    if not faults:
        faults += _invalid_cells(rows)
    return Settings(rows, tuple(faults), tuple(warnings), digest.hexdigest())


def stage_settings(con: Connection, settings: Settings) -> None:
    """Create a temporary table for each file, with its rows; the table of a file that does not exist is empty."""
    run(con, "settings/cells.sql")
    for name, columns in COLUMNS.items():
        values = settings.rows.get(name) or {key: [] for key in (*columns, "lines")}
        run(con, "settings/rows.sql", values, name=name, columns=columns)


def _rows(name: str, content: bytes, faults: list[Fault], warnings: list[DataWarning]) -> dict[str, list[Any]]:
    """Return the cells of a file by column, None for empty cells; structural errors become faults."""
    found: dict[str, list[Any]] = {column: [] for column in (*COLUMNS[name], "lines")}
    if len(content) > MAX_BYTES:
        faults.append(_fault(name, "row_too_long", f"expected at most {MAX_BYTES:,} bytes"))
        return found
    header: list[str] = []
    for line, record in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        cells = _cells(name, line, record, faults)
        if not any(cells):
            continue
        if not header:
            header = [cell.lower() for cell in cells]
            _compare_columns(name, header, line, faults, warnings)
        elif len(cells) != len(header):
            reason = f"expected {len(header)} fields, found {len(cells)}"
            faults.append(_fault(name, "wrong_field_count", reason, line=line))
        else:
            row = dict(zip(header, cells, strict=True))
            for column in COLUMNS[name]:
                found[column].append(row.get(column) or None)
            found["lines"].append(line)
    if not header:
        faults.append(_fault(name, "empty_file", "empty file; expected a header"))
    return found


def _cells(name: str, line: int, record: bytes, faults: list[Fault]) -> list[str]:
    """Return the cells of a line; none if it is not UTF-8 or a quote is misplaced, which becomes a fault."""
    try:
        record.decode()
        return split_record(record)
    except UnicodeDecodeError:
        faults.append(_fault(name, "not_utf8", "a byte that is not UTF-8; save the file as UTF-8", line=line))
    except ValueError:
        faults.append(_fault(name, "stray_quote", "a quote in the middle of a cell, or never closed", line=line))
    return []


def _compare_columns(name: str, header: list[str], line: int, faults: list[Fault], warnings: list[DataWarning]) -> None:
    """Report missing, duplicate and extra columns."""
    for column in COLUMNS[name]:
        if column not in header and column not in OPTIONAL:
            faults.append(_fault(name, "missing_column", f"missing column: {column}", line=line, column=column))
        if header.count(column) > 1:
            faults.append(_fault(name, "repeated_column", f"duplicate column: {column}", line=line, column=column))
    if extra := [column or "(no name)" for column in header if column not in COLUMNS[name]]:
        what = f"{len(extra):,} extra column{'s are' if len(extra) > 1 else ' is'} ignored"
        warnings.append(DataWarning(_file(name), "extra_columns", what, len(extra), ", ".join(extra)))


def _invalid_cells(rows: dict[str, dict[str, list[Any]]]) -> list[Fault]:
    """Return faults by the rules of `sql/settings/`; duplicate rows are reported only if all cells are valid."""
    with connect() as con:
        view = f"create temp view dim_metrics as {text_of('4_core/dim_metrics.sql')}"
        execute(con, "4_core/dim_metrics.sql", view, {})
        stage_settings(con, Settings(rows))
        found = [(name, *cell) for name in COLUMNS for cell in run(con, f"settings/{name}.sql").rows]
        found = found or run(con, "settings/repeated.sql").rows
    return [
        _fault(name, "invalid_setting", f"expected {expected}", line=line, column=column, value=cell or "")
        for name, line, column, cell, expected in found
    ]


def _fault(name: str, kind: str, reason: str, **place: Any) -> Fault:
    return Fault(_file(name), kind, reason, **place)


def _file(name: str) -> str:
    return f"{FOLDER}/{name}.csv"
