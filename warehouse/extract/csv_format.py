"""The CSV format (RFC 4180): our own rules, and the settings for DuckDB."""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from warehouse.engine.quoting import Quoted, literal

INDENT = "    "

#: Invisible characters: soft hyphen, zero-width spaces, joiners, direction marks, byte order mark.
INVISIBLE = "".join(
    map(chr, [0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF])
)
#: The same in UTF-8.
INVISIBLE_BYTES = re.compile(b"|".join(letter.encode() for letter in INVISIBLE))
#: Characters trimmed from the ends of a cell: those of DuckDB's trim, control characters that look blank, and invisible
#: characters.
BLANKS = " \t\v\f\r\n" + "".join(map(chr, [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000])) + INVISIBLE

_BLANK = b"|".join(re.escape(letter.encode()) for letter in BLANKS)
#: Lines with empty cells only, quoted or not, such as spreadsheets write above and below a table.
BLANK_LINES = re.compile(rb'(?:%s|,|"(?:%s)*+"(?!"))*+' % (_BLANK, _BLANK))

CELL = re.compile(rb'[ \t]*+"(?:[^"]++|"")*+"[ \t]*+|[^\",\r\n]*+')

#: The maximum size of a row; longer rows have the fault `row_too_long`.
MAX_ROW_BYTES = 2_000_000

#: How many rejected cells of a file DuckDB keeps; if there are more, the count of rows does not match.
MAX_REJECTS = 50_000

#: A character that no line of text has; as the delimiter it makes each line one cell.
NO_DELIMITER = "\x01"


def split_record(record: bytes) -> list[str]:
    """Return the cells of a record, trimmed, without quotes, and composed (Unicode's form C, UAX 15).

    Raises ValueError if the record is malformed.
    """
    text = record.rstrip(b"\r\n")
    cells, offset = [], 0
    while offset <= len(text):
        match = CELL.match(text, offset)
        if match is None or text[match.end() : match.end() + 1] not in (b",", b""):
            raise ValueError(f"malformed record: {record!r}")
        cell = match[0].decode("utf-8", "replace").strip(BLANKS)
        if cell.startswith('"'):
            cell = cell[1:-1].replace('""', '"').strip(BLANKS)
        cells.append(cell if cell.isascii() else unicodedata.normalize("NFC", cell))
        offset = match.end() + 1
    return cells


def csv_source(path: Path, columns: Mapping[Quoted, str], time_format: str) -> Quoted:
    """Return the `read_csv` call for a file; columns has its columns, in the order of the file, with their types.

    All detection is off. DuckDB maps `columns` by position, so that they must have the order of the header. Hive
    partitioning is off, because otherwise a folder named `a=1` would add a column. Invalid rows go to `reject_errors`
    with their lines. If there are very many, DuckDB loses rows silently, which only an independent count detects.
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
    """Return the `read_csv` call for the lines of a file without line ends in cells, each as one text."""
    settings = {
        "header": "false",
        "delim": literal(NO_DELIMITER),
        "quote": "''",
        "escape": "''",
        "strict_mode": "false",
    }
    return _read_csv(path, {Quoted("value"): "varchar"}, settings)


def _read_csv(path: Path, columns: Mapping[Quoted, str], settings: dict[str, str]) -> Quoted:
    """Return a `read_csv` call. It treats paths as globs, so that `[ * ?` are escaped."""
    escaped = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path))
    types = ",\n".join(f"{INDENT * 2}{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    always = {"columns": f"{{\n{types}\n{INDENT}}}", "auto_detect": "false"}
    last = {"hive_partitioning": "false", "parallel": "true"}
    lines = [literal(escaped), *(f"{name} = {value}" for name, value in (always | settings | last).items())]
    return Quoted("read_csv(\n" + ",\n".join(INDENT + line for line in lines) + "\n)")
