"""What a CSV file is (RFC 4180), to us and to DuckDB."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from warehouse.engine.quoting import Quoted, literal

INDENT = "    "

#: Characters that nobody sees: soft hyphen, spaces of no width, joiners, marks of direction, byte order mark.
INVISIBLE = "".join(
    map(chr, [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
)
#: The same in UTF-8.
INVISIBLE_BYTES = re.compile(b"|".join(letter.encode() for letter in INVISIBLE))
#: What is at the edge of a cell and not part of it: what DuckDB's trim takes away, control characters that a
#: person would call blank, and what is invisible.
BLANKS = " \t\v\f\r\n" + "".join(map(chr, [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000])) + INVISIBLE

_BLANK = b"|".join(re.escape(letter.encode()) for letter in BLANKS)
#: Lines of nothing but empty cells, quoted or not, as spreadsheets leave them below and above a table.
BLANK_LINES = re.compile(rb'(?:%s|,|"(?:%s)*+"(?!"))*+' % (_BLANK, _BLANK))

CELL = re.compile(rb'[ \t]*+"(?:[^"]++|"")*+"[ \t]*+|[^\",\r\n]*+')

#: The longest row that is read: longer ones are the fault `row_too_long`.
MAX_ROW_BYTES = 2_000_000

#: How many rejected cells of a file are kept: where there are more, too few rows are accounted for.
MAX_REJECTS = 50_000

#: What no line of text has: with it for a delimiter, a line is one cell.
NO_DELIMITER = "\x01"


def split_record(record: bytes) -> list[str]:
    """The cells of a well-formed record, trimmed, without their quotes, in Unicode's form C (UAX 15).

    ValueError for any other record.
    """
    text = record.rstrip(b"\r\n")
    cells, offset = [], 0
    while offset <= len(text):
        match = CELL.match(text, offset)
        if match is None or text[match.end() : match.end() + 1] not in (b",", b""):
            raise ValueError(f"this is no record: {record!r}")
        cell = match[0].decode("utf-8", "replace").strip(BLANKS)
        if cell.startswith('"'):
            cell = cell[1:-1].replace('""', '"').strip(BLANKS)
        cells.append(cell if cell.isascii() else unicodedata.normalize("NFC", cell))
        offset = match.end() + 1
    return cells


def csv_source(path: Path, columns: Mapping[Quoted, str], time_format: str) -> Quoted:
    """The `read_csv` call for a file whose columns, in the file's own order, are given with types.

    Nothing is detected and nothing is skipped: DuckDB maps `columns` by position, so they come
    from the file's header; a folder named `a=1` would become a column. A row that is not as it should be goes to
    `reject_errors` with its line; where they are very many, rows are lost in silence, and only an independent count
    of the rows tells.
    """
    settings = {
        "header": "true",
        "delim": "','",
        "quote": "'\"'",
        "escape": "'\"'",
        "nullstr": "['', ' ']",
        "timestampformat": literal(time_format),
        "dateformat": "'%Y-%m-%d'",
        "strict_mode": "true",
        "store_rejects": "true",
        "rejects_limit": str(MAX_REJECTS),
    }
    return _read_csv(path, columns, settings)


def lines_source(path: Path) -> Quoted:
    """The `read_csv` call for the lines of a file, each as one text; for a file without line ends in cells."""
    settings = {
        "header": "false",
        "delim": literal(NO_DELIMITER),
        "quote": "''",
        "escape": "''",
        "strict_mode": "false",
    }
    return _read_csv(path, {Quoted("value"): "varchar"}, settings)


def _read_csv(path: Path, columns: Mapping[Quoted, str], settings: dict[str, str]) -> Quoted:
    """A `read_csv` call; paths are globs to it, so `[ * ?` are escaped."""
    escaped = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path))
    types = ",\n".join(f"{INDENT * 2}{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    always = {"columns": f"{{\n{types}\n{INDENT}}}", "auto_detect": "false"}
    last = {"hive_partitioning": "false", "parallel": "true"}
    lines = [literal(escaped), *(f"{name} = {value}" for name, value in (always | settings | last).items())]
    return Quoted("read_csv(\n" + ",\n".join(INDENT + line for line in lines) + "\n)")
