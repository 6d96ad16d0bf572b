"""Formats output: rows as a table, CSV or JSON; counts, months and the results of builds as text."""

import csv
import io
import itertools
import json
import logging
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from warehouse import terminal
from warehouse.log import Event
from warehouse.table import plain_value, table_lines
from warehouse.text import CONTROL, MARK, escape_control, escape_formula

if TYPE_CHECKING:
    from warehouse.load.build import Result

#: What happened to the rows of a file: columns of the ledger, and their names in messages.
COUNTS = {
    "rows_added": "added",
    "rows_updated": "updated",
    "rows_deleted": "deleted",
    "rows_unchanged": "unchanged",
    "rows_superseded": "superseded",
    "deletes_of_missing_keys": "deletes of missing keys",
    "rows_rejected": "rejected",
}


#: How many warnings of a build are printed.
MAX_WARNINGS = 15


def month_name(month: str) -> str:
    """Return 2025-02 for 202502."""
    return f"{month[:4]}-{month[4:]}"


def counts_in_words(counts: Mapping[str, int]) -> str:
    """Return `3 added, 1 updated` for a row of the ledger, without the counts that are zero."""
    parts = [f"{counts[name]:,} {word}" for name, word in COUNTS.items() if counts.get(name)]
    return ", ".join(parts) or "no rows"


def quarantine_message(rows: int) -> str:
    """Return the message about the rows that were not loaded."""
    number = "1 row was" if rows == 1 else f"{rows:,} rows were"
    return f"{number} quarantined: see ops.rejected_rows."


def warning_events(result: "Result") -> Iterator[Event]:
    """Yield the warnings of a build. People see the first ones and a count of the others, programs see all."""
    for number, warning in enumerate(result.warnings):
        fields = {"event": "warning", **asdict(warning)}
        is_shown = number < MAX_WARNINGS
        yield Event(f"Warning: {warning}", logging.WARNING, fields, is_shown=is_shown, style="warning")
    if (more := len(result.warnings) - MAX_WARNINGS) > 0:
        where = "; supportwh status shows all" if result.is_changed and not result.is_dry else ""
        yield Event(f"... and {more:,} more warning{'s' if more > 1 else ''}{where}.")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def summarize(result: "Result", *, is_quiet: bool = False) -> Iterator[Event]:
    """Yield the summary of a build: the counts of each file and the warnings; if is_quiet, only the warnings."""
    if is_quiet:
        yield from warning_events(result)
        return
    if not result.is_changed:
        yield from warning_events(result)
        yield Event("Nothing new: the warehouse is up to date.", fields={"event": "nothing_new"})
        return
    for month, files in itertools.groupby(result.files, key=lambda file: file.month):
        yield Event(month_name(month), style="bold")
        for file in files:
            text, seconds = f"  {file.name:<44} {counts_in_words(file.counts):<52}", f" {file.seconds:7.2f} s"
            counts = {name: file.counts[name] for name in ("rows_read", *COUNTS)}
            fields = {"event": "file", "file": file.name, "month": month, **counts, "seconds": round(file.seconds, 3)}
            yield Event(text, fields=fields, ending=seconds)
    yield from warning_events(result)
    if result.rejected:
        yield Event(quarantine_message(result.rejected))
    if result.has_new_settings:
        yield Event("The settings have changed.", fields={"event": "settings_loaded"})
    if not result.files:
        views = "views would be rebuilt" if result.is_dry else "views were rebuilt"
        yield Event(f"No new files; {views}.", fields={"event": "reports_made"})
    numbers = {"file": len(result.files), "quarantined row": result.rejected, "warning": len(result.warnings)}
    found = [_counted(number, noun) for noun, number in numbers.items() if number or noun == "file"]
    text = f"Built in {result.seconds:.2f} s: {', '.join(found)}."
    text = "Dry run: nothing was written." if result.is_dry else text
    yield Event(text, fields={"event": "built", "dry_run": result.is_dry, "seconds": round(result.seconds, 3)})


def format_rows(
    names: list[str],
    rows: Iterable[tuple[Any, ...]],
    file_format: str,
    *,
    is_raw: bool = False,
    is_excel: bool = False,
    is_terminal: bool = False,
) -> Iterator[str]:
    """Yield rows as a table, as CSV, or as one JSON array, piece by piece.

    In tables and on terminals control characters are escaped. is_raw writes CSV without escaping formulas; is_excel
    starts the CSV with a byte order mark and ends lines with CRLF.
    """
    if file_format == "csv":
        end = "\r\n" if is_excel else "\n"
        if is_excel:
            yield MARK
        for row in itertools.chain([names], rows):
            yield _csv_line(row, end, is_raw=is_raw, is_terminal=is_terminal)
    elif file_format == "json":
        yield from _json_array(names, rows)
    else:
        limit = terminal.columns(sys.stdout) if is_terminal else None
        for line in table_lines(names, rows, limit):
            yield f"{terminal.styled(line, 'bold', sys.stdout) if isinstance(line, terminal.Heading) else line}\n"


def _csv_line(row: Iterable[Any], end: str, *, is_raw: bool, is_terminal: bool) -> str:
    cells = [plain_value(value) for value in row]
    if not is_raw:
        cells = [escape_formula(cell) if isinstance(cell, str) else cell for cell in cells]
    if is_terminal:
        cells = [cell if cell is None else escape_control(str(cell)) for cell in cells]
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerow(cells)
    return text.getvalue()


def _json_array(names: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Yield one array, a record at a time, with the same bytes as `json.dumps(..., indent=2)`."""
    start = "[\n"
    for row in rows:
        record = dict(zip(names, map(json_value, row), strict=True))
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, default=str, indent=2)
        yield start + "  " + CONTROL.sub(_json_escape, text).replace("\n", "\n  ")
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


def _json_escape(match: re.Match[str]) -> str:
    return match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}"


def json_value(value: Any) -> Any:
    """Return a value that JSON can represent: decimals become numbers, NaN and infinity null."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value
