"""Writes tables and views of a warehouse into one Excel workbook."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from warehouse.engine.connection import Connection
from warehouse.engine.quoting import identifier, qualified
from warehouse.engine.render import run
from warehouse.errors import WarehouseError

#: The limits of a sheet (Microsoft, "Excel specifications and limits").
MOST_ROWS, MOST_NAME, MOST_TEXT = 1_048_576, 31, 32_767
#: Number of rows fetched at once, and number of rows that determine the column widths.
BATCH, MEASURED = 5_000, 1_000
#: Excel numbers have 15 digits: larger numbers, and values that are not numbers, are written as text.
LARGEST = 1e15
#: The narrowest and the widest column, in characters.
NARROWEST, WIDEST = 8, 60
#: Number formats by column type. An integer may be a year, which has no thousands separator.
FORMATS = {
    "date": "yyyy-mm-dd",
    "timestamp": "yyyy-mm-dd hh:mm:ss",
    "time": "hh:mm:ss",
    "bigint": "#,##0",
    "hugeint": "#,##0",
    "double": "#,##0.0###",
}


class Sheet(NamedTuple):
    """A relation, its description, and its columns: name, type and description."""

    relation: str
    meaning: str
    columns: list[tuple[str, str, str]]


def write_workbook(con: Connection, sheets: Sequence[Sheet], path: Path, as_of: str | None) -> None:
    """Write a workbook with one sheet per relation and the sheet `About`; the same bytes for the same warehouse.

    Memory stays bounded: rows are written as they are fetched. as_of is the month (YYYYMM) that the connection shows.
    Raises WarehouseError for more rows than a sheet holds. XlsxWriter must be installed: see `require_xlsxwriter`.
    """
    import xlsxwriter

    counts = {sheet.relation: _count(con, sheet.relation) for sheet in sheets}
    built = _built_utc(con)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Support warehouse", "created": built})
        formats = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        header = book.add_format({"bold": True, "bottom": 1})
        names = _names([sheet.relation for sheet in sheets])
        for sheet, name in zip(sheets, names, strict=True):
            page = book.add_worksheet(name)
            _write_sheet(con, page, sheet, counts[sheet.relation], formats, header)
        _write_about(con, book, list(zip(names, sheets, strict=True)), as_of, built, header)


def require_xlsxwriter() -> None:
    """Raise WarehouseError if the extra `excel` is not installed."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        raise WarehouseError(
            "--format xlsx needs a package that is not installed.",
            advice="Install it: pip install 'supportwh[excel]'",
        ) from error


def _count(con: Connection, relation: str) -> int:
    [(rows,)] = con.execute(f"select count(*) from {qualified(relation)}").fetchall()
    if rows >= MOST_ROWS:
        raise WarehouseError(
            f"{relation} has {rows:,} rows; a sheet of Excel holds {MOST_ROWS - 1:,}.",
            advice="Export it with --format csv or --format parquet.",
        )
    return int(rows)


def _built_utc(con: Connection) -> datetime:
    """Return the time of the last build. It replaces the time of writing, so that equal warehouses give equal files."""
    [(moment,)] = con.execute("select max(processed_utc) from ops.processed_files").fetchall()
    return moment if isinstance(moment, datetime) else datetime(2000, 1, 1)


def _names(relations: Sequence[str]) -> list[str]:
    """Return unique sheet names of at most 31 characters; upper and lower case do not distinguish them."""
    names: list[str] = []
    for relation in relations:
        name, number = relation[:MOST_NAME], 2
        while name.lower() in {other.lower() for other in [*names, "About"]}:
            end = f"~{number}"
            name, number = relation[: MOST_NAME - len(end)] + end, number + 1
        names.append(name)
    return names


def _write_sheet(con: Connection, page: Any, sheet: Sheet, rows: int, formats: dict[str, Any], header: Any) -> None:
    columns = ", ".join(identifier(name) for name, _, _ in sheet.columns)
    con.execute(f"select {columns} from {qualified(sheet.relation)} order by all")
    batches = iter(lambda: con.fetchmany(BATCH), [])
    first = next(batches, [])
    kinds = [kind.split("(")[0].split(" ")[0] for _, kind, _ in sheet.columns]
    for number, ((name, _, _), kind) in enumerate(zip(sheet.columns, kinds, strict=True)):
        longest = max((len(_shown(row[number])) for row in first[:MEASURED]), default=0)
        style = formats.get("double" if kind == "decimal" else kind)
        page.set_column(number, number, min(max(NARROWEST, len(name) + 3, longest + 2), WIDEST), style)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, rows, len(kinds) - 1)
    page.write_row(0, 0, [name for name, _, _ in sheet.columns], header)
    for number, row in enumerate(itertools.chain(first, itertools.chain.from_iterable(batches)), 1):
        for column, value in enumerate(row):
            _write(page, number, column, value)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


def _write(page: Any, row: int, column: int, value: Any) -> None:
    """Write a value with its Excel type; text is never a formula."""
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal) and abs(float(value)) < LARGEST:
        page.write_number(row, column, float(value))
    elif isinstance(value, datetime | date | time):
        page.write_datetime(row, column, _without_zone(value))
    else:
        page.write_string(row, column, _cut(str(value)))


def _cut(text: str) -> str:
    """Return a text cut to the maximum of a cell, with an ellipsis."""
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _without_zone(value: date | time) -> date | time:
    """Return a time in UTC, because Excel has no time zones."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _write_about(
    con: Connection, book: Any, sheets: list[tuple[str, Sheet]], as_of: str | None, built: datetime, header: Any
) -> None:
    """Write the sheet with column descriptions, the as-of month, the build time and warnings."""
    page = book.add_worksheet("About")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, width in enumerate((32, 36, 14, 90)):
        page.set_column(number, number, width, wrapped)
    [(last,)] = con.execute("select max(month) from ops.processed_files").fetchall()
    lines: list[tuple[Sequence[object], Any]] = [
        (("As of month", as_of or str(last)), None),
        (("Built (UTC)", str(built)[:19]), None),
        ((), None),
        (("Sheet", "Column", "Type", "Meaning"), header),
    ]
    for name, sheet in sheets:
        lines.append(((name, "", "", sheet.meaning), None))
        lines += [((name, *column), None) for column in sheet.columns]
    lines += [((), None), (("Warning about", "Count", "", "Warning"), header)]
    for row in run(con, "ops/warnings_in_words.sql").rows:
        lines.append((row, None))
    for number, (cells, style) in enumerate(lines):
        for column, cell in enumerate(cells):
            page.write_string(number, column, str(cell), style)
