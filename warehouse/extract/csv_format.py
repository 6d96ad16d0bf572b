"""What a CSV file is: the one place that knows the format (RFC 4180), ours and DuckDB's reading of it."""

import re
import unicodedata
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

QUOTED = rb'[ \t]*+"(?:[^"]++|"")*+"[ \t]*+'
CELL = re.compile(QUOTED + rb"|[^\",\r\n]*+")
#: Cells with commas between and a line end: no match where a quote is out of place.
RECORD = re.compile(rb"(?:%s)(?:,(?:%s))*+(?:\r?\n|\r?\Z)" % (CELL.pattern, CELL.pattern))


def cells_of(record: bytes) -> list[str]:
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


def csv_source(path: Path, columns: dict[Quoted, str], *, parallel: bool, time_format: str = "") -> Quoted:
    """The `read_csv` call for a file whose columns, in the file's own order, are given with types.

    Nothing is detected and nothing is skipped: DuckDB maps `columns` by position, so they come
    from the file's header; paths are globs to it, so `[ * ?` are escaped; a folder named `a=1`
    would become a column. Without time_format a time may come in any shape, and its offset is
    dropped in silence. parallel must be false where a cell may hold a line end.
    """
    escaped = "".join(f"[{letter}]" if letter in "[*?" else letter for letter in str(path))
    types = ",\n".join(f"{INDENT * 2}{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    settings = {
        "columns": f"{{\n{types}\n{INDENT}}}",
        "header": "true",
        "auto_detect": "false",
        "delim": "','",
        "quote": "'\"'",
        "escape": "'\"'",
        "nullstr": "['', ' ']",
        "timestampformat": literal(time_format),
        "strict_mode": "true",
        "hive_partitioning": "false",
        "parallel": "true" if parallel else "false",
    }
    if not time_format:
        del settings["timestampformat"]
    lines = [literal(escaped), *(f"{name} = {value}" for name, value in settings.items())]
    return Quoted("read_csv(\n" + ",\n".join(INDENT + line for line in lines) + "\n)")
